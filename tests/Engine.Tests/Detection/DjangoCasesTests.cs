using System.Text.Json;
using DocMigrate.Engine.Detection;
using DocMigrate.Engine.Serialization;
using DocMigrate.Errors;
using DocMigrate.Sql;

namespace DocMigrate.Engine.Tests.Detection;

/// <summary>What Django's own tests expect of its autodetector, where it can be said of tables: kinds of operations, their tables and modules.</summary>
public sealed class DjangoCasesTests
{
    /// <summary>Cases that map and whose outcome differs on purpose, with the reason.</summary>
    private static readonly Dictionary<string, string> s_differences = new(StringComparer.Ordinal)
    {
        ["test_old_model"] = "has no models left, which here means that migrations are written by hand",
        ["test_same_app_circular_fk_dependency"] = "has new tables that refer to each other in a circle, which are refused with a remedy",
        ["test_swappable_lowercase"] = "refers to a model of another application that is not in the case",
    };

    [Fact]
    public void Agrees_with_Django_wherever_a_case_has_a_counterpart()
    {
        var path = DataFile();
        Assert.SkipWhen(path is null, "Needs ../shared/data/django-cases beside the repository.");
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        var exclusions = new SortedDictionary<string, int>(StringComparer.Ordinal);
        List<string> failures = [];
        var compared = 0;
        foreach (var (item, exclusion) in json.RootElement.EnumerateArray().Select(DjangoCase.Read))
        {
            var reason = exclusion ?? s_differences.GetValueOrDefault(item!.Name);
            if (reason is not null)
            {
                exclusions[reason] = exclusions.GetValueOrDefault(reason) + 1;
                continue;
            }

            compared++;
            if (Difference(item!) is { } difference)
            {
                failures.Add($"{item!.Name}: {difference}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{compared} compared; {string.Join("; ", exclusions.Select(static pair => $"{pair.Value} {pair.Key}"))}");
        Assert.Equal([], failures);
        Assert.Equal(json.RootElement.GetArrayLength(), compared + exclusions.Values.Sum());
        Assert.True(compared >= 35, $"Only {compared} cases were compared.");
    }

    private static string? Difference(DjangoCase item)
    {
        try
        {
            return Compare(item);
        }
        catch (MigrationException error)
        {
            return error.Message;
        }
    }

    private static string? Compare(DjangoCase item)
    {
        var project = new DetectionHarness();
        if (item.Before.Length > 0)
        {
            project.MakeMigrations(item.Before);
        }

        string[] found = [.. project.MakeMigrations(item.After, item.Renames).SelectMany(Operations).Order(StringComparer.Ordinal)];
        return found.SequenceEqual(item.Expected) ? null : $"expected [{string.Join(", ", item.Expected)}], found [{string.Join(", ", found)}]";
    }

    private static IEnumerable<string> Operations(DetectedMigration migration)
    {
        var serializer = new OperationSerializer([SqlStoreKind.Instance]);
        foreach (var (_, operation) in migration.Operations)
        {
            using var json = JsonDocument.Parse(serializer.Serialize([operation]));
            var kind = json.RootElement[0].GetProperty("kind").GetString();
            var subject = operation.Touches().Last(static touch => !touch.Reads).Subject;
            yield return $"{migration.Id.Module}: {kind} {subject}";
        }
    }

    private static string? DataFile()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "..", "shared", "data", "django-cases", "autodetector.json");
            if (File.Exists(Path.Combine(folder.FullName, "DocMigrate.sln")))
            {
                return File.Exists(path) ? path : null;
            }
        }

        return null;
    }
}
