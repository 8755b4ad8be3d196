using DocMigrate.Specification.Harness;
using DocMigrate.Specification.History;
using DocMigrate.Sql.PostgreSql.Tests.Harness;
using DocMigrate.Tests;

namespace DocMigrate.Sql.PostgreSql.Tests.History;

public sealed class PostgresJournalSpecification(PostgresFixture postgres) : JournalTests
{
    protected override Task<DatabaseHarness> NewDatabaseAsync() => PostgresProcess.NewAsync(postgres);
}
