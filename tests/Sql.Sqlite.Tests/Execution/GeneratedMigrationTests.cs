using System.Globalization;
using DocMigrate.Comparison;
using DocMigrate.Models;
using DocMigrate.Sql.Sqlite.Tests.Harness;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Sqlite.Tests.Execution;

/// <summary>What makemigrations finds between two schemas, run on a real file with rows, forth and back.</summary>
public sealed class GeneratedMigrationTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];
    private static readonly ScalarKind[] Kinds = [ScalarKind.Boolean, ScalarKind.Int32, ScalarKind.Double, ScalarKind.String];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_difference_of_two_schemas_goes_forth_and_back_on_real_rows(int seed)
    {
        var random = new Random(seed);
        var from = Generate(random);
        var to = Generate(random);
        await using var store = new TableStore();
        await store.ApplyAsync(Definition("0001", SqlStoreKind.Instance.Compare(null, from, new ComparisonContext())));
        foreach (var table in from.Tables)
        {
            await store.SqlAsync(string.Join(";", Enumerable.Range(1, 3).Select(i => Insert(table, i))));
        }

        var before = await store.SnapshotAsync();
        var answers = new ComparisonContext { Defaults = [.. from table in Names from column in Names select new DefaultAnswer("t_" + table, column, Answer(table, column))] };

        await store.ApplyAsync(Definition("0002", SqlStoreKind.Instance.Compare(from, to, answers)));
        var after = await store.SnapshotAsync();
        foreach (var table in to.Tables)
        {
            Assert.Equal(
                table.Columns.Select(static column => column.Name).Order(StringComparer.Ordinal),
                (await store.RowsAsync($"SELECT name FROM pragma_table_info('{table.Name}')")).Order(StringComparer.Ordinal));
            Assert.Equal(
                table.Indexes.Select(static index => index.Name),
                await store.RowsAsync($"SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = '{table.Name}' AND sql IS NOT NULL ORDER BY name"));
        }

        var definition = await store.RevertAsync();
        Assert.Equal(before, await store.SnapshotAsync());
        await store.ApplyAsync(definition);
        Assert.Equal(after, await store.SnapshotAsync());
    }

    private static MigrationDefinition Definition(string name, IEnumerable<DocMigrate.Operations.MigrationOperation> operations)
    {
        var builder = new MigrationBuilder(new MigrationId("shop", name));
        foreach (var operation in operations)
        {
            builder.Add("main", operation);
        }

        return builder.ToDefinition();
    }

    private static ScalarKind KindOf(string table, string column) => Kinds[(table[^1] + column[0]) % Kinds.Length];

    private static string Answer(string table, string column) => KindOf(table, column) switch
    {
        ScalarKind.Boolean => "true",
        ScalarKind.String => "\"it's\"",
        _ => "7",
    };

    private static string Insert(TableState table, int row)
    {
        var number = row.ToString(CultureInfo.InvariantCulture);
        var values = table.Columns.Select(column => column.Type == ScalarKind.String ? $"'text {number}'" : number);
        return $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(static column => column.Name))}) VALUES ({string.Join(", ", values)})";
    }

    private static SqlSchema Generate(Random random)
    {
        List<TableState> tables = [];
        foreach (var name in Names.Where(_ => random.Next(4) > 0))
        {
            List<ColumnState> columns = [new ColumnState { Name = "id", Type = ScalarKind.Int64, Key = true }];
            foreach (var column in Names.Where(_ => random.Next(2) > 0))
            {
                columns.Add(new ColumnState { Name = column, Type = KindOf(name, column), Nullable = column[0] > 'b' });
            }

            columns.AddRange(tables.Where(_ => random.Next(3) == 0).Select(static table => new ColumnState
            {
                Name = table.Name + "_id",
                Type = ScalarKind.Int64,
                Nullable = true,
                References = new ForeignKeyState { Table = table.Name, Column = "id" },
            }));
            tables.Add(new TableState
            {
                Name = "t_" + name,
                Columns = columns.ToValueList(),
                Indexes = columns.Where(_ => random.Next(3) == 0)
                    .Select(column => new IndexState { Name = IndexState.DefaultName("t_" + name, [column.Name]), Columns = [column.Name] })
                    .OrderBy(static index => index.Name, StringComparer.Ordinal).ToValueList(),
            });
        }

        return new SqlSchema { Tables = tables.ToValueList() };
    }
}
