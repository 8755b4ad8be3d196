using DocMigrate.Document.Operations;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Faults;

/// <summary>
/// The migrations that are interrupted: increments in tables and documents, so that doing one twice shows; reshapes that move, convert and take away values, so
/// that losing one shows; in both orders of the stores; and at the end several that are pending together and run in one pass.
/// </summary>
/// <remarks>What they must do is written a second time, without any of our code, in <see cref="Oracle.Expectation"/>.</remarks>
internal static class FaultHistory
{
    public const string Module = "faults";
    public const string Tables = "main";
    public const string Documents = "catalog";
    public const int First = 1;
    public const int Last = 8;

    /// <summary>The last that touches both stores; those after it are of documents alone, and run in one pass.</summary>
    public const int LastOfBoth = 5;

    /// <summary>The migrations.</summary>
    /// <param name="inDocument">Called for every document that C# code changes.</param>
    public static IEnumerable<MigrationDefinition> Make(Action inDocument)
    {
        JObject Count(JObject document, Func<int, int> change)
        {
            inDocument();
            document["count"] = change(document["count"]!.Value<int>());
            return document;
        }

        yield return Define(1, static m => m
            .Sql(Tables, static sql => sql.CreateTable("accounts", static t => t
                .Column("id", static c => c.Int64().Key())
                .Column("balance", static c => c.Int64().NotNull())
                .Column("note", static c => c.Text())
                .Column("code", static c => c.Text())))
            .Documents(Documents, "people", static c => c.Create()));
        yield return Define(2, m => m
            .Sql(Tables, static sql => sql.RunSql("UPDATE accounts SET balance = balance + 1", "UPDATE accounts SET balance = balance - 1"))
            .Documents(Documents, "people", c => c.Transform("count", d => Count(d, n => n + 1), d => Count(d, n => n - 1))));
        yield return Define(3, static m => m
            .Documents(Documents, "people", static c => c
                .Split("name", ["first", "last"], " ")
                .Rename("street", "road")
                .Nest(["road", "city"], "address"))
            .Sql(Tables, static sql => sql
                .AddColumn("accounts", "label", static c => c.Text())
                .RunSql("UPDATE accounts SET label = 'no. ' || balance", "")));
        yield return Define(4, static m => m
            .Sql(Tables, static sql => sql.DropColumn("accounts", "note").RenameColumn("accounts", "code", "reference"))
            .Documents(Documents, "people", static c => c
                .Convert("age", FieldType.Int32, from: FieldType.String)
                .Remove("legacy")));

        // Two names change places: done twice, they are as they were.
        yield return Define(5, m => m
            .Documents(Documents, "people", c => c
                .Rename("left", "spare").Rename("right", "left").Rename("spare", "right")
                .Transform("count on", d => Count(d, n => n * 2 + 1), d => Count(d, n => (n - 1) / 2)))
            .Sql(Tables, static sql => sql
                .RunSql("UPDATE accounts SET balance = balance * 2 + 1", "UPDATE accounts SET balance = (balance - 1) / 2")));
        yield return Define(6, m => m.Documents(Documents, "people", c => c.Transform("count up", d => Count(d, n => n + 3), d => Count(d, n => n - 3))));
        yield return Define(7, static m => m.Documents(Documents, "people", static c => c.Rename("left", "west").Remove("first")));
        yield return Define(8, m => m.Documents(Documents, "people", c => c
            .Transform("count thrice", d => Count(d, n => n * 3), d => Count(d, n => n / 3))
            .Nest(["west", "right"], "ends")));
    }

    /// <summary>How many parts a history has in which all up to that migration are applied.</summary>
    public static int PartsUpTo(int migration) => migration + Math.Min(migration, LastOfBoth);

    public static string Name(int number) => number switch
    {
        1 => "0001_initial",
        2 => "0002_count",
        3 => "0003_names",
        4 => "0004_types",
        5 => "0005_places",
        6 => "0006_up",
        7 => "0007_west",
        8 => "0008_ends",
        _ => throw new ArgumentOutOfRangeException(nameof(number)),
    };

    private static MigrationDefinition Define(int number, Action<MigrationBuilder> build)
    {
        var builder = new MigrationBuilder(new MigrationId(Module, Name(number)));
        if (number > First)
        {
            builder.DependsOn(Name(number - 1));
        }

        build(builder);
        return builder.ToDefinition();
    }
}
