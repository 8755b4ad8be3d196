using DocMigrate.Document.Building;
using DocMigrate.Document.Operations;
using DocMigrate.Sql.Building;
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

    /// <summary>The last that touches tables too; those after it are of documents alone, and run in one pass. Where there are no tables, all do.</summary>
    public const int LastOfBoth = 5;

    /// <summary>The migrations.</summary>
    /// <param name="stores">The stores that they are of.</param>
    /// <param name="inDocument">Called for every document that C# code changes.</param>
    public static IEnumerable<MigrationDefinition> Make(StoreUse[] stores, Action inDocument)
    {
        JObject Count(JObject document, Func<int, int> change)
        {
            inDocument();
            document["count"] = change(document["count"]!.Value<int>());
            return document;
        }

        void Sql(MigrationBuilder migration, Action<SqlBuilder> build)
        {
            foreach (var store in stores.Where(static store => store.HasTables))
            {
                migration.Sql(store.Name, build);
            }
        }

        void People(MigrationBuilder migration, Action<DocumentsBuilder> build)
        {
            foreach (var store in stores.Where(static store => !store.HasTables))
            {
                migration.Documents(store.Name, "people", build);
            }
        }

        yield return Define(1, m =>
        {
            Sql(m, static sql => sql.CreateTable("accounts", static t => t
                .Column("id", static c => c.Int64().Key())
                .Column("balance", static c => c.Int64().NotNull())
                .Column("note", static c => c.Text())
                .Column("code", static c => c.Text())));
            People(m, static c => c.Create());
        });
        yield return Define(2, m =>
        {
            Sql(m, static sql => sql.RunSql("UPDATE accounts SET balance = balance + 1", "UPDATE accounts SET balance = balance - 1"));
            People(m, c => c.Transform("count", d => Count(d, n => n + 1), d => Count(d, n => n - 1)));
        });
        yield return Define(3, m =>
        {
            People(m, static c => c
                .Split("name", ["first", "last"], " ")
                .Rename("street", "road")
                .Nest(["road", "city"], "address"));
            Sql(m, static sql => sql
                .AddColumn("accounts", "label", static c => c.Text())
                .RunSql("UPDATE accounts SET label = 'no. ' || balance", ""));
        });
        yield return Define(4, m =>
        {
            Sql(m, static sql => sql.DropColumn("accounts", "note").RenameColumn("accounts", "code", "reference"));
            People(m, static c => c
                .Convert("age", FieldType.Int32, from: FieldType.String)
                .Remove("legacy"));
        });

        // Two names change places: done twice, they are as they were.
        yield return Define(5, m =>
        {
            People(m, c => c
                .Rename("left", "spare").Rename("right", "left").Rename("spare", "right")
                .Transform("count on", d => Count(d, n => n * 2 + 1), d => Count(d, n => (n - 1) / 2)));
            Sql(m, static sql => sql
                .RunSql("UPDATE accounts SET balance = balance * 2 + 1", "UPDATE accounts SET balance = (balance - 1) / 2"));
        });
        yield return Define(6, m => People(m, c => c.Transform("count up", d => Count(d, n => n + 3), d => Count(d, n => n - 3))));
        yield return Define(7, m => People(m, static c => c.Rename("left", "west").Remove("first")));
        yield return Define(8, m => People(m, c => c
            .Transform("count thrice", d => Count(d, n => n * 3), d => Count(d, n => n / 3))
            .Nest(["west", "right"], "ends")));
    }

    /// <summary>How many parts a history has in which all up to that migration are applied.</summary>
    public static int PartsUpTo(int migration, StoreUse[] stores) => stores.Sum(store => store.HasTables ? Math.Min(migration, LastOfBoth) : migration);

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
