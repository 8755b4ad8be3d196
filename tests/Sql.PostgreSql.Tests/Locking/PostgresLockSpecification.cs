using DocMigrate.Specification.Harness;
using DocMigrate.Specification.Locking;
using DocMigrate.Sql.PostgreSql.Tests.Harness;
using DocMigrate.Tests;

namespace DocMigrate.Sql.PostgreSql.Tests.Locking;

public sealed class PostgresLockSpecification(PostgresFixture postgres) : LockTests
{
    protected override Task<DatabaseHarness> NewDatabaseAsync() => PostgresProcess.NewAsync(postgres);
}
