using System.Text.RegularExpressions;

namespace DocMigrate.Architecture.Tests;

public sealed partial class SourceFileTests
{
    private static IEnumerable<string> Sources => Repository.Files.Where(static file => file.EndsWith(".cs", StringComparison.Ordinal));

    [Fact]
    public void A_source_file_has_at_most_400_lines_and_any_other_600()
    {
        var wrong = from file in Sources
                    let limit = file.StartsWith("src/", StringComparison.Ordinal) ? 400 : 600
                    let lines = Repository.ReadLines(file).Length
                    where lines > limit
                    select $"{file}: {lines} lines, at most {limit}";

        Rule.Holds(wrong);
    }

    [Fact]
    public void A_file_holds_one_type_and_has_its_name()
    {
        var wrong = from file in Sources
                    let types = TopLevelTypes(file)
                    where types.Count > 1 || (types.Count == 1 && !NamesOf(file).Contains(types[0]))
                    select $"{file}: {string.Join(", ", types)}";

        Rule.Holds(wrong);
    }

    [Fact]
    public void A_file_has_a_file_scoped_namespace_that_follows_its_folder()
    {
        var wrong = from file in Repository.FilesIn("src/", ".cs")
                    where TopLevelTypes(file).Count > 0
                    let expected = NamespaceOf(file)
                    let actual = FileNamespace().Match(Repository.Read(file)).Groups[1].Value
                    where actual != expected && !IsExcused(file, actual)
                    select $"{file}: '{actual}', not '{expected}'";

        Rule.Holds(wrong);
    }

    [Fact]
    public void No_file_holds_what_the_house_does_without()
    {
        var wrong = from file in Sources
                    where file != "tests/Architecture.Tests/SourceFileTests.cs"
                    from line in Repository.ReadLines(file).Select(static (text, index) => (Text: text, Number: index + 1))
                    where Unwanted().IsMatch(line.Text)
                    select $"{file}:{line.Number}: {line.Text.Trim()}";

        Rule.Holds(wrong);
    }

    [Fact]
    public void No_source_waits_for_a_task_by_blocking()
    {
        Rule.Holds(Repository.FilesIn("src/", ".cs").Where(static file => Blocking().IsMatch(Repository.Read(file))));
    }

    [Fact]
    public void No_source_swallows_an_error_in_silence()
    {
        Rule.Holds(Repository.FilesIn("src/", ".cs").Where(static file => EmptyCatch().IsMatch(Repository.Read(file))));
    }

    [Fact]
    public void No_tracked_file_holds_an_absolute_path_of_a_machine()
    {
        string[] text = [".cs", ".md", ".csproj", ".props", ".targets", ".json", ".sln", ".yml", ".sh", ".sql", "run"];
        var wrong = from file in Repository.Files
                    where file != "tests/Architecture.Tests/SourceFileTests.cs" && text.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))
                    from line in Repository.ReadLines(file).Select(static (content, index) => (Content: content, Number: index + 1))
                    where MachinePath().IsMatch(line.Content)
                    select $"{file}:{line.Number}: {line.Content.Trim()}";

        Rule.Holds(wrong);
    }

    /// <summary>The namespace is the project's root namespace and the folders; only <c>Abstractions</c> drops its own name.</summary>
    private static string NamespaceOf(string file)
    {
        var project = Projects.Source.Single(project => file.StartsWith(project[..(project.LastIndexOf('/') + 1)], StringComparison.Ordinal));
        var folder = project[..(project.LastIndexOf('/') + 1)];
        var name = Path.GetFileNameWithoutExtension(project);
        var root = name == "DocMigrate.Abstractions" ? "DocMigrate" : name;
        var inside = Path.GetDirectoryName(file[folder.Length..])!.Replace('\\', '/');
        return inside.Length == 0 ? root : $"{root}.{inside.Replace('/', '.')}";
    }

    /// <summary>The model attributes, and the methods that add a family to the builder, are seen by authors without another <c>using</c>.</summary>
    private static bool IsExcused(string file, string actual) =>
        actual == "DocMigrate"
        && ((file.StartsWith("src/Abstractions/Models/", StringComparison.Ordinal) && file.EndsWith("Attribute.cs", StringComparison.Ordinal))
            || (Path.GetFileName(file).StartsWith("MigrationBuilder", StringComparison.Ordinal) && file.EndsWith("Extensions.cs", StringComparison.Ordinal)));

    private static List<string> TopLevelTypes(string file) =>
        [.. TypeDeclaration().Matches(Repository.Read(file)).Select(static match =>
            match.Groups["name"].Value + (match.Groups["arguments"] is { Success: true, Value: var arguments } ? $"{{{arguments.Replace(" ", "", StringComparison.Ordinal)}}}" : ""))];

    /// <summary>What a type in the file may be called: a part of a partial type, <c>Type.Part.cs</c>, is named after the type.</summary>
    private static string[] NamesOf(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return [name, name.Split('.')[0]];
    }

    [GeneratedRegex(@"^(?:(?:public|internal|file|static|sealed|abstract|readonly|partial|ref|unsafe)\s+)*(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+(?<name>\w+)(?:<(?<arguments>[^>]+)>)?", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex FileNamespace();

    [GeneratedRegex(@"^\s*#(region|pragma)|\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException|Thread\.Sleep|\basync void\b")]
    private static partial Regex Unwanted();

    [GeneratedRegex(@"\.GetAwaiter\(\)\.GetResult\(\)|\.Wait\(\)|Task\.Run\(")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"catch(\s*\([^)]*\))?(\s*when\s*\(.*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"(?<![\w.])/(work|home/\w+|Users/\w+|root)/|/tmp/dm\b|\b[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();
}
