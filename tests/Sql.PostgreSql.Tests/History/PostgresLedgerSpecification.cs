using DocMigrate.Specification.Harness;
using DocMigrate.Specification.History;
using DocMigrate.Sql.PostgreSql.Tests.Harness;
using DocMigrate.Tests;

namespace DocMigrate.Sql.PostgreSql.Tests.History;

public sealed class PostgresLedgerSpecification(PostgresFixture postgres) : LedgerTests
{
    protected override Task<DatabaseHarness> NewDatabaseAsync() => PostgresProcess.NewAsync(postgres);
}
