using System.Reflection;

namespace DocMigrate.Architecture.Tests;

public sealed class ProjectReferenceTests
{
    private const string Abstractions = "DocMigrate.Abstractions";
    private const string Sqlite = "Microsoft.Data.Sqlite";
    private const string NativeSqlite = "SQLitePCLRaw.bundle_e_sqlite3";

    /// <summary>DESIGN §3: the only arrows there are, and the one driver of each backend. A new project gets a line here.</summary>
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Allowed = new()
    {
        [Abstractions] = ([], []),
        ["DocMigrate.Engine"] = ([Abstractions], []),
        ["DocMigrate.Sql"] = ([Abstractions], []),
        ["DocMigrate.Sql.Sqlite"] = (["DocMigrate.Sql"], [Sqlite, NativeSqlite]),
        ["DocMigrate.Sql.PostgreSql"] = (["DocMigrate.Sql"], ["Npgsql"]),
        ["DocMigrate.Document"] = ([Abstractions], ["Newtonsoft.Json"]),
        ["DocMigrate.Document.Sqlite"] = (["DocMigrate.Document", "DocMigrate.Sql.Sqlite"], []),
        ["DocMigrate.Document.PostgreSql"] = (["DocMigrate.Document", "DocMigrate.Sql.PostgreSql"], []),
        ["DocMigrate.Document.MongoDb"] = (["DocMigrate.Document"], []),
        ["DocMigrate.Document.MongoDriver"] = (["DocMigrate.Document.MongoDb"], ["MongoDB.Driver"]),

        ["DocMigrate.Hosting"] = (
            ["DocMigrate.Engine"],
            [
                "Microsoft.Extensions.Configuration.Binder", "Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Hosting.Abstractions",
                "Microsoft.Extensions.Options",
            ]),

        // No backend, though DESIGN §3 would allow it: the inner host uses those of the user's project.
        ["DocMigrate.Cli"] = (["DocMigrate.Engine"], ["Spectre.Console", "System.CommandLine"]),
    };

    public static TheoryData<string> SourceProjects => [.. Projects.Source];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void A_project_refers_only_to_what_the_layout_allows(string project)
    {
        Assert.True(
            Allowed.TryGetValue(Path.GetFileNameWithoutExtension(project), out var allowed),
            $"{project} is not in the list of allowed references: add it together with DESIGN §3.");

        Rule.Holds(Projects.ProjectsOf(project).Except(allowed.Projects));
        Rule.Holds(Projects.PackagesOf(project).Except(allowed.Packages));
    }

    [Fact]
    public void The_compiled_assemblies_follow_the_same_arrows()
    {
        var wrong = from assembly in Product.Assemblies
                    let reachable = Reachable(assembly.GetName().Name!)
                    from reference in assembly.GetReferencedAssemblies()
                    where reference.Name!.StartsWith("DocMigrate", StringComparison.Ordinal) && !reachable.Contains(reference.Name)
                    select $"{assembly.GetName().Name} -> {reference.Name}";

        Rule.Holds(wrong);
    }

    /// <summary>What passes of all stores put aside where memory would not do: a file without a name, which ends with the process.</summary>
    private const string Spool = "src/Document/Core/Passes/SpoolFile.cs";

    [Theory]
    [InlineData(Abstractions)]
    [InlineData("DocMigrate.Sql")]
    [InlineData("DocMigrate.Document")]
    public void What_authors_see_does_no_input_or_output(string name)
    {
        string[] doers = ["System.Data.Common", "System.Net.Http", "System.Net.Sockets", "System.Diagnostics.Process", "System.IO.FileSystem", "System.Console"];

        var used = Assembly.Load(name).GetReferencedAssemblies().Select(static reference => reference.Name!);

        Rule.Holds(used.Intersect(doers, StringComparer.Ordinal));
        Rule.Holds(SourcesOf(name).Where(static file => file != Spool && InputOutput.IsMatch(Repository.Read(file))));
    }

    [Fact]
    public void Nothing_refers_to_the_command_line_tool()
    {
        Assert.DoesNotContain(Projects.Source, static project => Projects.ProjectsOf(project).Contains("DocMigrate.Cli"));
    }

    [Fact]
    public void No_project_lies_in_a_folder_above_another()
    {
        var folders = Repository.Files.Where(static file => file.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(static file => file[..(file.LastIndexOf('/') + 1)]).ToList();

        Rule.Holds(folders.Where(folder => folders.Count(other => other.StartsWith(folder, StringComparison.Ordinal)) > 1));
    }

    [Fact]
    public void Every_project_is_in_the_solution_but_the_ones_on_the_MongoDB_driver()
    {
        var solution = Repository.Read("DocMigrate.sln").Replace('\\', '/');

        var missing = Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) && !solution.Contains(file, StringComparison.Ordinal));

        Assert.Equal(Projects.OutsideTheSolution, missing.Order(StringComparer.Ordinal));
    }

    private static System.Text.RegularExpressions.Regex InputOutput { get; } =
        new(@"\b(File|Directory|Console|Process|HttpClient|Socket)\.[A-Z]|new (FileStream|HttpClient|Socket)\b");

    private static IEnumerable<string> SourcesOf(string name)
    {
        var project = Projects.Source.Single(project => Path.GetFileNameWithoutExtension(project) == name);
        return Repository.FilesIn(project[..(project.LastIndexOf('/') + 1)], ".cs");
    }

    private static HashSet<string> Reachable(string project) =>
        [.. Allowed[project].Projects, .. Allowed[project].Projects.SelectMany(Reachable)];
}
