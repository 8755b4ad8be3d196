using DocMigrate.Specification.Harness;
using DocMigrate.Specification.History;
using DocMigrate.Sql.Sqlite.Tests.Harness;

namespace DocMigrate.Sql.Sqlite.Tests.History;

public sealed class SqliteLedgerSpecification : LedgerTests
{
    protected override Task<DatabaseHarness> NewDatabaseAsync() => SqliteProcess.NewAsync();
}
