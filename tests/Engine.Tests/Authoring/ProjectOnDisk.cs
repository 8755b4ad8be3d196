using System.Runtime.Loader;
using DocMigrate.Backends;
using DocMigrate.Document.Sqlite;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Running;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Sql.Sqlite;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Engine.Tests.Authoring;

/// <summary>A project with its migrations as files, compiled as they are, and databases: each a folder with a table and a document store.</summary>
internal sealed class ProjectOnDisk : IDisposable
{
    private static readonly MetadataReference[] s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("docmigrate-");

    public RecordingObserver Observer { get; } = new();

    public string Migrations => Path.Combine(_folder.FullName, "Migrations");

    public string[] Files => [.. Directory.GetFiles(Migrations, "*.cs").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    /// <summary>Writes a migration's file as a person would; the rest of the class comes behind Build.</summary>
    public ProjectOnDisk Write(string name, string build, string rest = "")
    {
        Directory.CreateDirectory(Migrations);
        var digits = string.Concat(name.TakeWhile(char.IsAsciiDigit));
        var words = string.Concat(name[(digits.Length + 1)..].Split('_').Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));
        File.WriteAllText(Path.Combine(Migrations, name + ".cs"), $$"""
            using DocMigrate;
            using DocMigrate.Document;
            using DocMigrate.Document.Operations;
            using DocMigrate.Sql;
            using Newtonsoft.Json.Linq;

            namespace Shop.Migrations;

            // By hand: this comment stays.
            [Migration("shop", "{{name}}")]
            public sealed class M{{digits}}_{{words}} : Migration
            {
                public override void Build(MigrationBuilder migration)
                {
                    {{build}}
                }
            {{rest}}
            }

            """);
        return this;
    }

    public void WriteModel(string code) => File.WriteAllText(Path.Combine(_folder.FullName, "Models.cs"), code);

    public string Read(string file) => File.ReadAllText(Path.Combine(Migrations, file));

    public void Delete(params string[] names)
    {
        foreach (var name in names)
        {
            File.Delete(Path.Combine(Migrations, name + ".cs"));
        }
    }

    /// <summary>The project as its files are now, on one of the databases.</summary>
    public Migrator Open(string database)
    {
        var home = Directory.CreateDirectory(Path.Combine(_folder.FullName, "data", database)).FullName;
        var configuration = new MigrationConfiguration
        {
            BaseDirectory = _folder.FullName,
            MigrationsDirectory = Migrations,
            History = "main",
            Module = "shop",
            Stores = [Store("main", "sqlite", home), Store("catalog", "sqlite-json", home)],
        };
        return Migrator.Create(configuration, Compile(), new StoreProviders(new SqliteStoreProvider(), new SqliteJsonStoreProvider()));
    }

    public async Task<RunResult> MigrateAsync(string database, string? name = null)
    {
        await using var migrator = Open(database);
        var target = name is null ? MigrationTarget.Latest : MigrationTarget.To("shop", name);
        return await migrator.MigrateAsync(target, null, Observer, TestContext.Current.CancellationToken);
    }

    /// <summary>Name and status of each migration, those that the code does not have in brackets.</summary>
    public async Task<string[]> ShowAsync(string database)
    {
        await using var migrator = Open(database);
        return [.. (await migrator.ShowAsync(TestContext.Current.CancellationToken)).Select(Text)];
    }

    public string[] Rows(string database, string store, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "data", database, store)}.db;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetValue(i).ToString())));
        }

        return [.. rows];
    }

    /// <summary>The tables and columns that migrations made, whatever their order.</summary>
    public string[] Schema(string database) => Rows(
        database, "main",
        "SELECT m.name || '.' || c.name || ' ' || c.type FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '\\_docmigrate%' ESCAPE '\\' ORDER BY 1");

    private static string Text(MigrationReport migration) =>
        $"{(migration.NotInCode ? $"({migration.Name})" : migration.Name)} {migration.Status}";

    private static StoreSettings Store(string name, string provider, string home) =>
        new() { Name = name, Provider = provider, Connection = $"Data Source={Path.Combine(home, name)}.db", BaseDirectory = home };

    private MigrationCatalog Compile()
    {
        var trees = Directory.GetFiles(_folder.FullName, "*.cs", SearchOption.AllDirectories)
            .Select(static path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: path));
        var compilation = CSharpCompilation.Create(
            "Shop", trees, s_references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        return MigrationCatalog.FromAssemblies(new AssemblyLoadContext("Shop").LoadFromStream(image));
    }
}
