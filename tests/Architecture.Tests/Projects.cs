using System.Xml.Linq;

namespace DocMigrate.Architecture.Tests;

/// <summary>The project files and what they refer to.</summary>
internal static class Projects
{
    /// <summary>The projects below <c>src/</c>, by path.</summary>
    public static IReadOnlyList<string> Source { get; } = [.. Repository.FilesIn("src/", ".csproj")];

    /// <summary>DESIGN §9: what is built by itself, because not every registry has the driver.</summary>
    public static IReadOnlyList<string> OutsideTheSolution { get; } =
        ["src/Document/MongoDriver/DocMigrate.Document.MongoDriver.csproj", "tests/Document.MongoDriver.Tests/DocMigrate.Document.MongoDriver.Tests.csproj"];

    /// <summary>The projects that it refers to, by name, in ordinal order.</summary>
    public static IReadOnlyList<string> ProjectsOf(string project) =>
        [.. References(project, "ProjectReference").Select(static path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).Order(StringComparer.Ordinal)];

    /// <summary>The packages that it refers to, in ordinal order.</summary>
    public static IReadOnlyList<string> PackagesOf(string project) => [.. References(project, "PackageReference").Order(StringComparer.Ordinal)];

    private static IEnumerable<string> References(string project, string element) =>
        XDocument.Parse(Repository.Read(project)).Descendants(element).Select(static reference => (string?)reference.Attribute("Include")).OfType<string>();
}
