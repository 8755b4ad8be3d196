using DocMigrate.Comparison;
using DocMigrate.Models;
using DocMigrate.Operations;
using DocMigrate.Sql.State;
using DocMigrate.Sql.Tests.Support;

namespace DocMigrate.Sql.Tests.Comparison;

/// <summary>What holds for every two schemas.</summary>
public sealed class GeneratedSchemaTests
{
    private static readonly string[] Names = ["a", "b", "c", "d", "e"];
    private static readonly ScalarKind[] Kinds = [ScalarKind.Boolean, ScalarKind.Int32, ScalarKind.Double, ScalarKind.Decimal, ScalarKind.String, ScalarKind.Date, ScalarKind.Binary];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 300)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_difference_leads_from_one_to_the_other_and_every_operation_goes_back(int seed)
    {
        var random = new Random(seed);
        var from = Generate(random);
        var to = Generate(random);
        var context = new ComparisonContext { Defaults = [.. from table in Names from column in Names select new DefaultAnswer("t_" + table, column, "null")] };

        var operations = SqlStoreKind.Instance.Compare(from, to, context);
        var after = Schemas.Apply(from, operations);

        Assert.Empty(SqlStoreKind.Instance.Compare(after, to, context));
        Assert.Empty(SqlStoreKind.Instance.Compare(after, after, context));
        Assert.Equal(Sorted(to), Sorted(after));
        Assert.Equal(from, Back(from, operations));
    }

    private static SqlSchema Back(SqlSchema from, IReadOnlyList<MigrationOperation> operations)
    {
        Stack<MigrationOperation> reverses = [];
        var state = from;
        foreach (var operation in operations)
        {
            reverses.Push(operation.Reverse(state)!);
            state = SqlSchema.Of(operation.Apply(state));
        }

        return Schemas.Apply(state, reverses);
    }

    /// <summary>Tables whose columns have their type from their name, so that none changes; each may refer to tables before it.</summary>
    private static SqlSchema Generate(Random random)
    {
        var schema = SqlSchema.Empty;
        foreach (var name in Names.Where(_ => random.Next(3) > 0))
        {
            List<ColumnState> columns = [new ColumnState { Name = "id", Type = ScalarKind.Int64, Key = true }];
            foreach (var column in Names.Where(_ => random.Next(2) > 0))
            {
                columns.Add(new ColumnState { Name = column, Type = Kinds[(column[0] + name[0]) % Kinds.Length], Nullable = true });
            }

            // The column's name says what it refers to: what a column refers to does not change.
            columns.AddRange(schema.Tables.Where(_ => random.Next(3) == 0).Select(static table => new ColumnState
            {
                Name = table.Name + "_id",
                Type = ScalarKind.Int64,
                Nullable = true,
                References = new ForeignKeyState { Table = table.Name, Column = "id" },
            }));
            var indexes = columns.Where(_ => random.Next(3) == 0).Select(column => new IndexState
            {
                Name = IndexState.DefaultName("t_" + name, [column.Name]),
                Columns = [column.Name],
                Unique = random.Next(2) == 0,
            });
            schema = schema.With(new TableState { Name = "t_" + name, Columns = random.Next(2) == 0 ? columns.ToValueList() : columns.AsEnumerable().Reverse().ToValueList() }
                .With(indexes));
        }

        return schema;
    }

    /// <summary>The place of a column is not compared.</summary>
    private static SqlSchema Sorted(SqlSchema schema) => schema.Select(static table => table with
    {
        Columns = table.Columns.OrderBy(static column => column.Name, StringComparer.Ordinal).ToValueList(),
    });
}
