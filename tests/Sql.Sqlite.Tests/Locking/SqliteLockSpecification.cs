using DocMigrate.Backends;
using DocMigrate.Specification.Locking;
using DocMigrate.Sql.Sqlite.Tests.Harness;

namespace DocMigrate.Sql.Sqlite.Tests.Locking;

public sealed class SqliteLockSpecification : LockTests
{
    private readonly TempFolder _folder = new();

    protected override IStoreDatabase Open() => SqliteDatabase.Resolve(Databases.Settings("Data Source=shop.db", _folder.Path), new Databases());

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
