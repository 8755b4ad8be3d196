using System.Reflection;

namespace DocMigrate.Cli.Tests.Support;

/// <summary>
/// A folder outside the repository where users' projects are made, with DocMigrate's packages in a feed of its own. Made once for all tests;
/// the packages are packed from what is built, when the first test asks.
/// </summary>
public sealed class Workshop : IAsyncLifetime
{
    private readonly SemaphoreSlim _packing = new(1, 1);
    private readonly Lazy<Task<Assemblies>> _assemblies;
    private bool _packed;
    private int _folders;

    public Workshop() => _assemblies = new Lazy<Task<Assemblies>>(() => Assemblies.BuildAsync(this, CancellationToken.None));

    /// <summary>The folder of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Debug or Release: what the tests were built as.</summary>
    public static string BuildConfiguration { get; } =
        typeof(Workshop).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>The built tool.</summary>
    public static string ToolAssembly { get; } =
        Path.Combine(Repository, "artifacts", "bin", "DocMigrate.Cli", BuildConfiguration.ToLowerInvariant(), "DocMigrate.Cli.dll");

    /// <summary>The version of everything.</summary>
    public static string Version { get; } =
        typeof(Migration).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The folder.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("docmigrate-cli-").FullName;

    /// <summary>DocMigrate's packages.</summary>
    public string Feed => Path.Combine(Root, "feed");

    /// <summary>Links to what the machine has of other people's packages.</summary>
    private string Known => Path.Combine(Root, "known");

    /// <summary>What users' builds see: an own package cache, so that DocMigrate's packages never come from an older run.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["NUGET_PACKAGES"] = Path.Combine(Root, "cache"),
        ["NUGET_FALLBACK_PACKAGES"] = Known,
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["NO_COLOR"] = "1",
    };

    public ValueTask InitializeAsync()
    {
        // What the machine has of other people's packages already is not fetched again.
        var known = System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Directory.CreateDirectory(Known);
        foreach (var package in Directory.Exists(known) ? Directory.GetDirectories(known) : [])
        {
            if (!Path.GetFileName(package).StartsWith("docmigrate", StringComparison.OrdinalIgnoreCase))
            {
                Directory.CreateSymbolicLink(Path.Combine(Known, Path.GetFileName(package)), package);
            }
        }

        Directory.CreateDirectory(Feed);
        File.WriteAllText(Path.Combine(Root, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="docmigrate" value="{Feed}" /></packageSources>
            </configuration>
            """);

        // Without one of its own a project would look for the repository's, were the folder inside it.
        File.WriteAllText(Path.Combine(Root, "Directory.Build.props"), "<Project />");
        return ValueTask.CompletedTask;
    }

    /// <summary>Makes an empty folder for one test.</summary>
    public string NewFolder(string name) =>
        Directory.CreateDirectory(Path.Combine(Root, "work", $"{Interlocked.Increment(ref _folders)}-{name}")).FullName;

    /// <summary>Packs what a project refers to, and the tool.</summary>
    public async Task PackAsync(CancellationToken cancellationToken)
    {
        await _packing.WaitAsync(cancellationToken);
        try
        {
            if (!_packed)
            {
                (await DotnetAsync(Root, ["msbuild", WriteTraversal(), "-nologo", "-target:Pack"], cancellationToken)).Returned(0);
                _packed = true;
            }
        }
        finally
        {
            _packing.Release();
        }
    }

    /// <summary>The users' projects that tests share; built when the first test asks.</summary>
    public Task<Assemblies> AssembliesAsync() => _assemblies.Value;

    /// <summary>Runs <c>dotnet</c>.</summary>
    public Task<ToolRun> DotnetAsync(string folder, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        Programs.RunAsync("dotnet", arguments, folder, Environment, cancellationToken);

    /// <summary>Runs the tool.</summary>
    public Task<ToolRun> ToolAsync(string folder, params string[] arguments) =>
        Programs.RunAsync("dotnet", [ToolAssembly, .. arguments], folder, Environment, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        _packing.Dispose();

        // The links first: what they lead to is not ours.
        foreach (var link in Directory.GetDirectories(Known))
        {
            Directory.Delete(link);
        }

        Directory.Delete(Root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string WriteTraversal()
    {
        // What is not in the solution, because not every package registry has what it needs, is not built with it.
        var solution = File.ReadAllText(Path.Combine(Repository, "DocMigrate.sln"));
        var projects = Directory.EnumerateFiles(Path.Combine(Repository, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(project => solution.Contains(Path.GetFileName(project), StringComparison.Ordinal))
            .Select(static project => $"""<Packed Include="{project}" />""");
        var file = Path.Combine(Root, "pack.proj");
        File.WriteAllText(file, $"""
            <Project>
              <ItemGroup>{string.Concat(projects)}</ItemGroup>
              <Target Name="Pack">
                <MSBuild Projects="@(Packed)" Targets="Pack" Properties="NoBuild=true;Configuration={BuildConfiguration};PackageOutputPath={Feed}" />
              </Target>
            </Project>
            """);
        return file;
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DocMigrate.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above '{AppContext.BaseDirectory}' has DocMigrate.sln.");
    }
}
