using Newtonsoft.Json.Linq;

namespace DocMigrate.Faults;

/// <summary>Increments in both stores. Begins with nothing; documents may be there.</summary>
internal static class RaceHistory
{
    public const int Count = 4;
    public const int Rows = 20;

    public static IEnumerable<MigrationDefinition> Make(Action inDocument)
    {
        JObject Change(JObject document, Func<int, int> change)
        {
            inDocument();
            document["count"] = change(document["count"]!.Value<int>());
            return document;
        }

        yield return Define(1, static migration => migration.Sql(FaultHistory.Tables, static sql => sql
            .CreateTable("accounts", static t => t
                .Column("id", static c => c.Int64().Key())
                .Column("balance", static c => c.Int64().NotNull()))
            .RunSql($"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Rows}) INSERT INTO accounts SELECT i, i FROM n", "DELETE FROM accounts")));
        yield return Define(2, migration => migration
            .Documents(FaultHistory.Documents, "people", c => c.Transform("count", d => Change(d, n => n + 1), d => Change(d, n => n - 1)))
            .Sql(FaultHistory.Tables, static sql => sql.RunSql("UPDATE accounts SET balance = balance + 1", "UPDATE accounts SET balance = balance - 1")));
        yield return Define(3, static migration => migration
            .Sql(FaultHistory.Tables, static sql => sql
                .RunSql("UPDATE accounts SET balance = balance * 2 + 1", "UPDATE accounts SET balance = (balance - 1) / 2")
                .RenameColumn("accounts", "balance", "amount")));
        yield return Define(4, migration => migration
            .Sql(FaultHistory.Tables, static sql => sql.RunSql("UPDATE accounts SET amount = amount + 1", "UPDATE accounts SET amount = amount - 1"))
            .Documents(FaultHistory.Documents, "people", c => c
                .Transform("count on", d => Change(d, n => n * 2 + 1), d => Change(d, n => (n - 1) / 2))));
    }

    /// <summary>What becomes of a row's number.</summary>
    public static long Row(long id) => (id + 1) * 2 + 1 + 1;

    /// <summary>What becomes of a document's number.</summary>
    public static long Document(long count) => (count + 1) * 2 + 1;

    private static MigrationDefinition Define(int number, Action<MigrationBuilder> build)
    {
        var builder = new MigrationBuilder(new MigrationId(FaultHistory.Module, $"{number:d4}_race"));
        if (number > 1)
        {
            builder.DependsOn($"{number - 1:d4}_race");
        }

        build(builder);
        return builder.ToDefinition();
    }
}
