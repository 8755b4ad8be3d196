using System.Text.Json;

namespace DocMigrate.Faults.Tests;

/// <summary>The modes of the fault harness, each with as little as shows that it works. What it finds is in docs/when-it-crashes.md.</summary>
public sealed class HarnessTests
{
    // The moments around every write that belongs to a step.
    private const string Points = "transform.inside,checkpoint.before,checkpoint.after,journal.after,commit.before,commit.after";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_killed_in_the_middle_of_a_step_is_ended_or_taken_back(bool sameFile)
    {
        var report = await Harness.RunAsync(["--stores", "sqlite,sqlite-json", "--kills", "6", "--points", Points, .. sameFile ? (string[])["--same-file"] : []]);

        Assert.Equal(6, Number(report, "kills"));
        Assert.Equal(6, Number(report, "recovered"));
        Assert.All(["lost", "duplicated", "stuckLocks", "falseApplied"], name => Assert.Equal(0, Number(report, name)));
        Assert.All(Points.Split(','), point => Assert.NotEqual(0, Number(report.GetProperty("killsByPoint"), point)));
    }

    private static int Number(JsonElement report, string name) => report.GetProperty(name).GetInt32();
}
