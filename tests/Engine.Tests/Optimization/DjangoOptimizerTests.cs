using System.Text.Json;
using DocMigrate.Engine.Optimization;
using DocMigrate.Engine.Serialization;
using DocMigrate.Sql;

namespace DocMigrate.Engine.Tests.Optimization;

/// <summary>What Django's own tests expect of its optimiser, wherever it can be said of tables.</summary>
public sealed class DjangoOptimizerTests
{
    [Fact]
    public void Agrees_with_Django_wherever_a_case_has_a_counterpart()
    {
        var path = DataFile();
        Assert.SkipWhen(path is null, "Needs ../shared/data/django-cases beside the repository.");
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        var exclusions = new SortedDictionary<string, int>(StringComparer.Ordinal);
        List<string> failures = [];
        var compared = 0;
        foreach (var (item, exclusion) in json.RootElement.EnumerateArray().Select(DjangoOptimizerCase.Read))
        {
            if (exclusion is not null)
            {
                exclusions[exclusion] = exclusions.GetValueOrDefault(exclusion) + 1;
                continue;
            }

            compared++;
            var serializer = new OperationSerializer([SqlStoreKind.Instance]);
            var expected = serializer.Serialize(item!.Out);
            var found = serializer.Serialize(OperationOptimizer.Reduce([.. item.In.Where(static operation => !operation.IsElidable())]));
            if (found != expected)
            {
                failures.Add($"{item.Name}: expected {expected}, found {found}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{compared} compared; {string.Join("; ", exclusions.Select(static pair => $"{pair.Value} {pair.Key}"))}");
        Assert.Equal([], failures);
        Assert.Equal(json.RootElement.GetArrayLength(), compared + exclusions.Values.Sum());
        Assert.True(compared >= 10, $"Only {compared} cases were compared.");
    }

    private static string? DataFile()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DocMigrate.sln")))
            {
                var path = Path.Combine(folder.FullName, "..", "shared", "data", "django-cases", "optimizer.json");
                return File.Exists(path) ? path : null;
            }
        }

        return null;
    }
}
