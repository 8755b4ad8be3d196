using DocMigrate.Cli.Tests.Support;

namespace DocMigrate.Cli.Tests;

/// <summary>The table of bad inputs: each is a typed error that names the thing, says what to do, returns the right code, and changes no store.</summary>
public sealed class BadInputTests(Workshop workshop)
{
    private const string Good = """{ "stores": { "main": { "provider": "sqlite", "connection": "Data Source=shop.db" } } }""";

    /// <summary>name, configuration, assembly, command line, exit code, error code, what must be named.</summary>
    public static TheoryData<string, string, string, string, int, string, string[]> Cases => new()
    {
        // Files
        { "a folder that is not there", Connection("no/such/shop.db"), "Shop", "migrate", 1, "DM6003", ["no/such", "mkdir"] },
        { "a mistyped path, looked at", Connection("shpo/shop.db"), "Shop", "showmigrations", 1, "DM6003", ["shpo"] },
        { "a path below a file", Connection("notes.txt/shop.db"), "Shop", "migrate", 1, "DM6003", ["notes.txt"] },
        { "a folder as a file", Connection("data"), "Shop", "migrate", 1, "DM6004", ["data"] },
        { "a folder as a file, looked at", Connection("data"), "Shop", "showmigrations", 1, "DM6004", ["data"] },
        { "a file that is no database", Connection("notes.txt"), "Shop", "migrate", 1, "DM6005", ["notes.txt"] },
        { "a file that is no database, looked at", Connection("notes.txt"), "Shop", "showmigrations", 1, "DM6005", ["notes.txt"] },
        { "a connection string of another kind", """{ "stores": { "main": { "provider": "sqlite", "connection": "Host=here" } } }""", "Shop", "migrate", 2, "DM6001", ["main"] },

        // Names
        { "an unknown provider", """{ "stores": { "main": { "provider": "sqlit", "connection": "Data Source=shop.db" } } }""", "Shop", "migrate", 2, "DM1007", ["'sqlit'", "Did you mean 'sqlite'?"] },
        { "an unknown store", Good, "Shop", "dbshell --store mian", 2, "DM1006", ["'mian'", "Did you mean 'main'?"] },
        { "a connection for an unknown store", Good, "Shop", "migrate --connection mian=x", 2, "DM1006", ["'mian'", "Did you mean 'main'?"] },
        { "a history in an unknown store", """{ "history": "mian", "stores": { "main": { "provider": "sqlite", "connection": "Data Source=shop.db" } } }""", "Shop", "migrate", 2, "DM1006", ["'mian'", "Did you mean 'main'?"] },
        { "a migration for an unknown store", """{ "stores": { "mian": { "provider": "sqlite", "connection": "Data Source=shop.db" } } }""", "Shop", "migrate", 2, "DM2216", ["'main'", "'mian'"] },
        { "an unknown module", Good, "Shop", "migrate shpo", 2, "DM2213", ["'shpo'", "Did you mean 'shop'?"] },
        { "an unknown module, looked at", Good, "Shop", "showmigrations shpo", 2, "DM1214", ["'shpo'", "Did you mean 'shop'?"] },
        { "an unknown migration", Good, "Shop", "migrate shop 0002_curency", 2, "DM2214", ["'0002_curency'", "'0002_currency'"] },
        { "an unknown migration to script", Good, "Shop", "sqlmigrate shop 0009", 2, "DM2214", ["'0009'"] },
        { "an ambiguous prefix", Good, "Shop", "migrate shop 000", 2, "DM2215", ["'000'", "0001_initial", "0003_country"] },

        // Configuration
        { "no configuration", "", "Shop", "migrate", 2, "DM1001", ["docmigrate.json", "docmigrate init"] },
        { "a configuration that is not there", Good, "Shop", "migrate --config other.json", 2, "DM1001", ["other.json"] },
        { "invalid JSON", "{\n  \"stores\": {\n    \"main\": }\n}", "Shop", "migrate", 2, "DM1002", ["docmigrate.json", "line 3, column 13"] },
        { "JSON that ends too soon", "{ \"stores\": {", "Shop", "check", 2, "DM1002", ["line 1"] },
        { "an unknown property", """{ "store": {} }""", "Shop", "migrate", 2, "DM1003", ["'store'", "Did you mean 'stores'?"] },
        { "no stores", """{ "stores": {} }""", "Shop", "migrate", 2, "DM1004", ["\"stores\""] },
        { "a variable that is not set", Connection("${DOCMIGRATE_TEST_UNSET}"), "Shop", "migrate", 2, "DM1005", ["'DOCMIGRATE_TEST_UNSET'"] },
        { "a connection without a store", Good, "Shop", "migrate --connection x", 2, "DM1010", ["--connection"] },

        // Migrations
        { "an assembly without migrations", Good, "Empty", "migrate", 2, "DM2203", ["Empty", "makemigrations"] },
        { "two migrations of one name", Good, "Twins", "migrate", 2, "DM2200", ["shop.0001_initial", "Migration0", "Migration1"] },
        { "a cycle", Good, "Circle", "migrate", 2, "DM2210", ["shop.0001_egg", "shop.0002_hen"] },
        { "a missing dependency", Good, "Orphan", "migrate", 2, "DM2211", ["shop.0002_second", "shop.0001_first"] },
        { "a missing dependency, looked at", Good, "Orphan", "showmigrations", 2, "DM2211", ["shop.0001_first"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Is_refused_with_its_name_and_a_remedy_and_changes_nothing(
        string name, string configuration, string assembly, string line, int exitCode, string code, string[] named)
    {
        var folder = Prepare(name, configuration);
        var before = Contents(folder);

        var run = await workshop.ToolAsync(folder, [.. line.Split(' '), "--assembly", await PathOfAsync(assembly)]);

        Expect.Error(run, exitCode, code, named);
        Assert.Empty(run.Out);
        Assert.Equal(before, Contents(folder));
    }

    [Theory]
    [InlineData("migrate", "DM6005", 1)]
    [InlineData("migrate shpo", "DM2213", 2)]
    [InlineData("migrate --config other.json", "DM1001", 2)]
    public async Task Is_one_json_document_when_json_is_asked_for(string line, string code, int exitCode)
    {
        var folder = Prepare("json", code == "DM6005" ? Connection("notes.txt") : Good);

        Expect.JsonError(await workshop.ToolAsync(folder, [.. line.Split(' '), "--json", "--assembly", await PathOfAsync("Shop")]), exitCode, code);
    }

    [Theory]
    [InlineData("showmigrations")]
    [InlineData("migrate --plan")]
    [InlineData("migrate --check")]
    [InlineData("script")]
    [InlineData("history")]
    [InlineData("check")]
    [InlineData("dbshell --json")]
    public async Task What_only_looks_creates_nothing(string line)
    {
        var folder = Prepare("look", Good);
        var before = Contents(folder);

        var run = await workshop.ToolAsync(folder, [.. line.Split(' '), "--assembly", await PathOfAsync("Shop")]);

        Assert.Contains(run.ExitCode, (int[])[0, 3]);
        Assert.Equal(before, Contents(folder));
    }

    [Fact]
    public async Task A_folder_in_which_nobody_may_write_is_named()
    {
        // The kernel's own folder: there not even root can make a file.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has such a folder.");
        var folder = Prepare("unwritable", Connection("/proc/shop.db"));
        var before = Contents(folder);

        Expect.Error(await workshop.ToolAsync(folder, "migrate", "--assembly", await PathOfAsync("Shop")), 1, "DM6007", "/proc/shop.db");

        Assert.Equal(before, Contents(folder));
    }

    [Fact]
    public async Task A_file_that_may_not_be_written_is_named_and_no_other_store_is_touched()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            Assert.Skip("File modes do not stop this user.");
            return;
        }

        var folder = Prepare("read-only", Good);
        (await workshop.ToolAsync(folder, "migrate", "shop", "0001", "--assembly", await PathOfAsync("Shop"))).Returned(0);
        File.SetUnixFileMode(Path.Combine(folder, "shop.db"), UnixFileMode.UserRead);
        var before = Contents(folder);

        Expect.Error(await workshop.ToolAsync(folder, "migrate", "--assembly", await PathOfAsync("Shop")), 1, "DM6007", "shop.db");

        Assert.Equal(before, Contents(folder));
    }

    private static string Connection(string file) =>
        $$"""{ "stores": { "main": { "provider": "sqlite", "connection": "Data Source={{file}}" } } }""";

    private string Prepare(string name, string configuration)
    {
        var folder = workshop.NewFolder(name.Replace(' ', '-').Replace(",", "", StringComparison.Ordinal));
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "These are notes, and not a database, however long they may be: SQLite looks at the first hundred bytes.");
        if (configuration.Length > 0)
        {
            File.WriteAllText(Path.Combine(folder, "docmigrate.json"), configuration);
        }

        return folder;
    }

    private async Task<string> PathOfAsync(string assembly)
    {
        var assemblies = await workshop.AssembliesAsync();
        return assembly switch
        {
            "Shop" => assemblies.Shop,
            "Empty" => assemblies.Empty,
            "Twins" => assemblies.Twins,
            "Circle" => assemblies.Circle,
            _ => assemblies.Orphan,
        };
    }

    private static string[] Contents(string folder) =>
    [
        .. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(static path => Directory.Exists(path) ? path : $"{path}: {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];
}
