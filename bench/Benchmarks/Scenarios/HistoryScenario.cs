using System.Reflection;
using DocMigrate.Benchmarks.Histories;
using DocMigrate.Benchmarks.References;
using DocMigrate.Engine;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace DocMigrate.Benchmarks.Scenarios;

/// <summary>1,000 migrations by the library API, against EF Core's <c>Migrate()</c> with the same ones. Classes are found and instances made anew on each call, on both sides.</summary>
internal abstract class HistoryScenario : Scenario
{
    private const string OurFile = "ours.db";
    private const string TheirFile = "theirs.db";
    private static readonly Dictionary<HistoryPlan, (Assembly Ours, Assembly Theirs)> Generated = [];

    protected abstract HistoryPlan Plan(int scale);

    protected async Task MigrateOursAsync(string folder, HistoryPlan plan)
    {
        var file = Path.Combine(folder, "docmigrate.json");
        if (!File.Exists(file))
        {
            await File.WriteAllTextAsync(file, $$"""{ "stores": { "main": { "provider": "sqlite", "connection": "Data Source={{OurFile}}" } } }""");
        }

        await using var migrator = Migrator.Create(
            new ConfigurationReader().Read(file),
            MigrationCatalog.FromAssemblies(Assemblies(plan).Ours),
            StoreProviders.Discover(Assembly.GetExecutingAssembly()));
        await migrator.MigrateAsync(MigrationTarget.Latest, options: null, observer: null, CancellationToken.None);
    }

    protected async Task MigrateTheirsAsync(string folder, HistoryPlan plan)
    {
        await using var context = new EfContext(EfContext.Options(Path.Combine(folder, TheirFile), Assemblies(plan).Theirs), plan.Tables, plan.Rounds);
        await context.Database.MigrateAsync();
    }

    /// <summary>Both files, with the journal mode that EF Core gives to a database that it makes.</summary>
    protected static async Task MakeEmptyAsync(string folder)
    {
        foreach (var file in (string[])[OurFile, TheirFile])
        {
            await using var connection = Open(folder, file);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = wal";
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The columns, foreign keys and indexed columns of all tables but those of the tools, on both sides.</summary>
    public override async Task VerifyAsync(string ours, string reference)
    {
        var (mine, other) = (await SchemaAsync(ours, OurFile), await SchemaAsync(reference, TheirFile));
        if (mine.Count == 0 || !mine.SequenceEqual(other))
        {
            throw new InvalidOperationException(
                $"The schemas differ: {mine.Except(other).FirstOrDefault() ?? "-"} here, {other.Except(mine).FirstOrDefault() ?? "-"} there ({mine.Count}, {other.Count}).");
        }
    }

    private static async Task<List<string>> SchemaAsync(string folder, string file)
    {
        await using var connection = Open(folder, file);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT t.name || ' ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk FROM sqlite_schema t, pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name LIKE 't0%'
            UNION ALL
            SELECT t.name || ' ' || f."from" || ' -> ' || f."table" || '.' || f."to" FROM sqlite_schema t, pragma_foreign_key_list(t.name) f
            WHERE t.type = 'table' AND t.name LIKE 't0%'
            UNION ALL
            SELECT t.name || ' indexed ' || i.name FROM sqlite_schema t, pragma_index_list(t.name) l, pragma_index_info(l.name) i
            WHERE t.type = 'table' AND t.name LIKE 't0%'
            ORDER BY 1
            """;
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    private static (Assembly Ours, Assembly Theirs) Assemblies(HistoryPlan plan)
    {
        if (!Generated.TryGetValue(plan, out var made))
        {
            made = (
                GeneratedTypes.Of(plan, typeof(OurMigration), static number => [GeneratedTypes.Attribute<MigrationAttribute>("bench", HistoryPlan.Name(number))]),
                EfContext.Migrations(plan));
            Generated.Add(plan, made);
        }

        return made;
    }

    private static SqliteConnection Open(string folder, string file)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, file)};Pooling=False");
        connection.Open();
        return connection;
    }
}
