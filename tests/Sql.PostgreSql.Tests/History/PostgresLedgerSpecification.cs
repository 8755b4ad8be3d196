using DocMigrate.Backends;
using DocMigrate.Specification.History;
using DocMigrate.Sql.PostgreSql.Tests.Harness;
using DocMigrate.Tests;

namespace DocMigrate.Sql.PostgreSql.Tests.History;

public sealed class PostgresLedgerSpecification(PostgresFixture postgres) : LedgerTests
{
    private string _connection = "";

    public override async ValueTask InitializeAsync() => _connection = await postgres.NewDatabaseAsync();

    protected override IStoreDatabase Open() => PostgresProcess.Open(_connection);

    protected override async Task<bool> IsUntouchedAsync() => await ((PostgresDatabase)Process()).IsEmptyAsync(Token);
}
