using DocMigrate.Backends;
using DocMigrate.Specification.History;
using DocMigrate.Sql.Sqlite.Tests.Harness;

namespace DocMigrate.Sql.Sqlite.Tests.History;

public sealed class SqliteJournalSpecification : JournalTests
{
    private readonly TempFolder _folder = new();

    protected override IStoreDatabase Open() => SqliteDatabase.Resolve(Databases.Settings("Data Source=h.db", _folder.Path), new Databases());

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
