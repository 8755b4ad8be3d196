using DocMigrate.Backends;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Optimization;
using DocMigrate.Errors;
using DocMigrate.Models;
using DocMigrate.Operations;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.Sqlite;
using DocMigrate.Sql.State;
using DocMigrate.State;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Engine.Tests.Optimization;

/// <summary>A chain that was made shorter gives the same tables with the same rows, forth and back: generated chains on real files.</summary>
public sealed class TableChainTests : IDisposable
{
    private static readonly string[] s_tables = ["a", "b", "c"];
    private static readonly string[] s_columns = ["x", "y", "z"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("docmigrate-");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Gives_the_same_state()
    {
        var (shorter, kept) = (0, 0);
        for (var seed = 0; seed < 2000; seed++)
        {
            var chain = Chain(new Random(seed), null, 12);
            var reduced = OperationOptimizer.Reduce(chain);
            shorter += reduced.Count < chain.Count ? 1 : 0;
            kept += OperationOptimizer.Optimize(chain, null).Equals(reduced) ? 1 : 0;
        }

        Assert.True(shorter > 1000, $"Only {shorter} chains became shorter.");
        Assert.True(kept > 1900, $"Of 2000 chains {kept} led to the same state at once.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Gives_the_same_rows_forth_and_back(int seed)
    {
        var random = new Random(seed);
        MigrationOperation[] seedOperations =
        [
            .. s_tables[..2].Select(static name => new CreateTableOperation { Table = new TableState { Name = name, Columns = [Key(), Column("x"), Column("y")] } }),
            new RunSqlOperation { Up = "INSERT INTO a VALUES (1, 'ax', 'ay'), (2, 'bx', 'by'); INSERT INTO b VALUES (7, 'cx', 'cy')", Down = "" },
        ];
        var before = seedOperations.Aggregate((IStoreState?)null, static (state, operation) => operation.Apply(state));
        var chain = Chain(random, before, 10);
        var optimized = OperationOptimizer.Optimize(chain, before);

        var expected = await RunAsync("long", seedOperations, chain);
        var found = await RunAsync("short", seedOperations, optimized);

        Assert.Equal(expected.There, found.There);
        Assert.Equal(expected.Back, found.Back);
        Assert.Contains("a: 1|ax|ay", found.Back);
    }

    [Fact]
    public void A_thousand_tables_with_ten_operations_each_are_no_trouble()
    {
        var chain = Enumerable.Range(0, 1000).SelectMany(static i => Table($"t{i}", i == 0 ? null : $"t{i - 1}")).ToArray();

        var reduced = OperationOptimizer.Optimize(chain, null);

        Assert.Equal(1000, reduced.Count);
        Assert.All(reduced, static operation => Assert.IsType<CreateTableOperation>(operation));
    }

    private static IEnumerable<MigrationOperation> Table(string name, string? other)
    {
        yield return new CreateTableOperation { Table = new TableState { Name = name, Columns = [Key()] } };
        for (var i = 0; i < 8; i++)
        {
            yield return new AddColumnOperation { Table = name, Column = Column($"c{i}") };
        }

        if (other is not null)
        {
            yield return new AddColumnOperation
            {
                Table = name,
                Column = new ColumnState { Name = "other", Type = ScalarKind.Int64, Nullable = true, References = new ForeignKeyState { Table = other, Column = "id" } },
            };
        }
    }

    private static ColumnState Key() => new() { Name = "id", Type = ScalarKind.Int64, Key = true };

    private static ColumnState Column(string name) => new() { Name = name, Type = ScalarKind.String, Nullable = true };

    private static ValueList<MigrationOperation> Chain(Random random, IStoreState? state, int length)
    {
        string Table() => s_tables[random.Next(s_tables.Length)];
        string Name() => s_columns[random.Next(s_columns.Length)];
        var chain = new List<MigrationOperation>();
        for (var tries = 0; tries < 200 && chain.Count < length; tries++)
        {
            var table = Table();
            MigrationOperation operation = random.Next(9) switch
            {
                0 => new CreateTableOperation { Table = new TableState { Name = table, Columns = [Key(), Column("x")] } },
                1 => new DropTableOperation { Table = table },
                2 => new RenameTableOperation { Table = table, NewName = Table() },
                3 or 4 => new AddColumnOperation { Table = table, Column = Column(Name()), Before = random.Next(4) == 0 ? Name() : null },
                5 => new DropColumnOperation { Table = table, Column = Name() },
                6 => new RenameColumnOperation { Table = table, Column = Name(), NewName = Name() },
                7 => new CreateIndexOperation { Table = table, Index = new IndexState { Name = $"ix{random.Next(2)}", Columns = [Name()] } },
                _ => new DropIndexOperation { Table = table, Index = $"ix{random.Next(2)}" },
            };
            try
            {
                state = operation.Apply(state);
                chain.Add(operation);
            }
            catch (StateException)
            {
                // It does not fit what is there: another one is tried.
                continue;
            }
        }

        return chain.ToValueList();
    }

    private async Task<(string[] There, string[] Back)> RunAsync(string name, MigrationOperation[] seed, ValueList<MigrationOperation> chain)
    {
        await using var migrator = Migrator.Create(
            new MigrationConfiguration
            {
                BaseDirectory = _folder.FullName,
                MigrationsDirectory = _folder.FullName,
                History = "main",
                Stores = [new StoreSettings { Name = "main", Provider = "sqlite", Connection = $"Data Source={PathOf(name)}", BaseDirectory = _folder.FullName }],
            },
            MigrationCatalog.FromDefinitions([Definition("0001_seed", seed, []), Definition("0002_chain", [.. chain], [new MigrationId("shop", "0001_seed")])]),
            new StoreProviders(new SqliteStoreProvider()));
        await migrator.MigrateAsync(MigrationTarget.Latest, null, null, TestContext.Current.CancellationToken);
        var there = Content(name);
        await migrator.MigrateAsync(MigrationTarget.To("shop", "0001"), null, null, TestContext.Current.CancellationToken);
        return (there, Content(name));
    }

    private static MigrationDefinition Definition(string name, MigrationOperation[] operations, ValueList<MigrationId> dependencies) => new()
    {
        Id = new MigrationId("shop", name),
        Dependencies = dependencies,
        Operations = operations.Select(static operation => new StoreOperation("main", operation)).ToValueList(),
    };

    private string PathOf(string name) => Path.Combine(_folder.FullName, name + ".db");

    private string[] Content(string name)
    {
        using var connection = new SqliteConnection($"Data Source={PathOf(name)};Pooling=false");
        connection.Open();
        string[] tables = [.. Rows(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('a', 'b', 'c') ORDER BY name")];
        return [.. tables.SelectMany(table => Rows(connection, $"SELECT * FROM {table} ORDER BY id").Prepend(Header(connection, table)).Select(row => $"{table}: {row}"))];
    }

    private static string Header(SqliteConnection connection, string table) => string.Join('|', Rows(connection, $"SELECT name FROM pragma_table_info('{table}')"));

    private static List<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetValue(i).ToString())));
        }

        return rows;
    }
}
