using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.PostgreSql.Compilation;
using DocMigrate.Document.PostgreSql.Tests.Harness;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using DocMigrate.Specification.Documents.Generation;
using DocMigrate.Tests;
using Newtonsoft.Json.Linq;
using Npgsql;

namespace DocMigrate.Document.PostgreSql.Tests.Compilation;

/// <summary>The expressions alone, without a pass around them: so quick that there are many cases.</summary>
public sealed class ReshapeCompilerTests(PostgresFixture postgres)
{
    private const int Cases = 500;

    [Fact]
    public async Task What_the_server_makes_keeps_and_leaves_alone_is_what_is_done_in_process()
    {
        await using var store = await JsonbStore.OpenAsync(postgres);
        await using var connection = await store.ConnectAsync();
        var onServer = 0;
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new RandomCase(seed);
            var documents = random.Documents.Where(JsonbText.CanHold).Select(JsonbText.Write).ToArray();
            foreach (var chain in random.Operations.Select(static one => new List<ReshapeOperation> { one }).Append([.. random.Operations]))
            {
                if (chain.All(JsonbText.CanHold) && ReshapeCompiler.Compile(chain, "document") is { } compiled)
                {
                    try
                    {
                        onServer += await VerifyAsync(connection, chain, compiled, documents);
                    }
                    catch (Exception error) when (error is PostgresException or Xunit.Sdk.XunitException)
                    {
                        Assert.Fail($"Case {seed}, {string.Join("; ", chain.Select(static operation => operation.Describe()))}:\n{string.Join("\n", documents)}\n{compiled.Expression}\n{error}");
                    }
                }
            }
        }

        Assert.True(onServer > Cases / 4, $"Only {onServer} documents were done on the server: the cases say little.");
    }

    [Fact]
    public void Operations_with_a_filter_computed_texts_and_tables_of_values_run_on_the_server()
    {
        var path = DocumentPath.Of("a");
        var name = new PathExpression { Path = DocumentPath.Of("name") };
        ReshapeOperation[] operations =
        [
            new SetFieldOperation { Collection = "c", Path = path, Value = Text("x") },
            new SetFieldOperation { Collection = "c", Path = path, Value = new ConcatExpression { Texts = [name.Trim().Lower(), Text("@"), name.Part(" ", 0)] } },
            new MapValuesOperation { Collection = "c", Path = path, Table = [("a", "b"), ("c", "d")] },
            new RenameFieldsOperation { Collection = "c", Names = [new FieldRename("a", "b"), new FieldRename("b", "a")] },
            new RenameFieldOperation { Collection = "c", From = path, To = DocumentPath.Of("b"), Target = TargetPolicy.KeepNew },
            new WrapInArrayOperation { Collection = "c", Path = path },
            new UnwrapArrayOperation { Collection = "c", Path = path },
            new StampDocumentsOperation { Collection = "c", Field = "_v", Stamp = "0001" },
        ];
        var filter = name.EqualTo(Text("x")).Or(name.Is(ValueKind.Int32)).And(new PathExpression { Path = path }.Exists());
        Assert.All(operations, static operation => Assert.NotNull(ReshapeCompiler.Compile([operation], CollectionTable.OwnDocument)));
        Assert.All(operations, operation => Assert.NotNull(ReshapeCompiler.Compile([operation with { Where = filter }], CollectionTable.OwnDocument)));
    }

    [Fact]
    public void What_the_server_can_not_do_in_just_the_same_way_runs_in_process_and_the_plan_says_why()
    {
        var now = new SetFieldOperation { Collection = "c", Path = DocumentPath.Of("a"), Value = NowExpression.Instance };
        var filtered = new RemoveFieldOperation
        {
            Collection = "c", Path = DocumentPath.Of("a"), Where = new PathExpression { Path = DocumentPath.Of("b") }.Is(ValueKind.DateTime),
        };
        Assert.Null(ReshapeCompiler.Compile([now], CollectionTable.OwnDocument));
        Assert.StartsWith("PostgreSQL can't compute ", ReshapeCompiler.Reason(now), StringComparison.Ordinal);
        Assert.Null(ReshapeCompiler.Compile([filtered], CollectionTable.OwnDocument));
        Assert.StartsWith("PostgreSQL can't tell in just the same way where b is DateTime", ReshapeCompiler.Reason(filtered), StringComparison.Ordinal);
    }

    private static LiteralExpression Text(string text) => new() { Value = new JValue(text) };

    private static async Task<int> VerifyAsync(NpgsqlConnection connection, List<ReshapeOperation> chain, CompiledReshape compiled, string[] documents)
    {
        var keeps = string.Concat(compiled.Keeps.Select(static keep =>
            $", coalesce({keep.When}, false), {keep.Taken}::text, CASE WHEN fits AND {keep.When} THEN {keep.PutHash} END"));
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            SELECT document::text, needed, fits IS TRUE, CASE WHEN needed AND fits THEN ({compiled.Expression})::text END{keeps}
            FROM (SELECT document, {compiled.Needs} AS needed, {compiled.Guard} AS fits FROM unnest($1::jsonb[]) AS d(document)) AS d
            """;
        command.Parameters.AddWithValue(documents);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var onServer = 0;
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            var outcome = new ReshapePipeline(chain, keyOrder: JsonbKeyOrder.Instance).Apply(DocumentReader.Read(reader.GetString(0)));
            if (!reader.GetBoolean(1))
            {
                Assert.False(outcome.Changed || outcome.Misfit is not null || outcome.Kept.Any(static kept => kept.Count > 0));
            }
            else if (reader.GetBoolean(2))
            {
                onServer++;
                Assert.Null(outcome.Misfit);
                Assert.True(DocumentEquality.AnyOrder.Same(outcome.Document, DocumentReader.Read(reader.GetString(3))), $"{reader.GetString(3)} instead of {outcome.Document}");
                VerifyKept(compiled, outcome, reader);
            }
        }

        return onServer;
    }

    private static void VerifyKept(CompiledReshape compiled, ReshapeOutcome outcome, NpgsqlDataReader reader)
    {
        var kept = 0;
        for (var i = 0; i < compiled.Keeps.Count; i++)
        {
            var column = 4 + (3 * i);
            if (!reader.GetBoolean(column))
            {
                continue;
            }

            kept++;
            var expected = Assert.Single(outcome.Kept[compiled.Keeps[i].Operation]);
            Assert.Equal(expected.Path, DocumentPath.Of(compiled.Keeps[i].Path.AsSpan()));
            Assert.Equal(expected.PutHash, reader.IsDBNull(column + 2) ? null : reader.GetString(column + 2));
            Assert.True(DocumentEquality.AnyOrder.Same(expected.Taken, reader.IsDBNull(column + 1) ? null : DocumentReader.ReadValue(reader.GetString(column + 1))));
        }

        Assert.Equal(outcome.Kept.Sum(static values => values.Count), kept);
    }
}
