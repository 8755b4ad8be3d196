using DocMigrate.Specification.Harness;
using DocMigrate.Specification.Locking;
using DocMigrate.Sql.Sqlite.Tests.Harness;

namespace DocMigrate.Sql.Sqlite.Tests.Locking;

public sealed class SqliteLockSpecification : LockTests
{
    protected override Task<DatabaseHarness> NewDatabaseAsync() => SqliteProcess.NewAsync();
}
