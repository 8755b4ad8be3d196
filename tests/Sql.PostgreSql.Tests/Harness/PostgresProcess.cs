using DocMigrate.Backends;
using DocMigrate.Specification.Harness;
using DocMigrate.Tests;

namespace DocMigrate.Sql.PostgreSql.Tests.Harness;

/// <summary>A database of one test, and objects for it, as processes of their own would have.</summary>
internal sealed class PostgresProcess(string connection) : DatabaseHarness
{
    public static StoreSettings Settings(string connection, string name = "main") =>
        new() { Name = name, Provider = "postgresql", Connection = connection, BaseDirectory = AppContext.BaseDirectory };

    public static PostgresDatabase Open(string connection, TableNaming? tables = null) =>
        PostgresDatabase.Resolve(Settings(connection) with { Tables = tables ?? TableNaming.Default }, new Databases());

    public static async Task<DatabaseHarness> NewAsync(PostgresFixture postgres) => new PostgresProcess(await postgres.NewDatabaseAsync());

    public override async Task<bool> IsUntouchedAsync() => await ((PostgresDatabase)Process()).IsEmptyAsync(TestContext.Current.CancellationToken);

    protected override IStoreDatabase Resolve() => Open(connection);
}
