using DocMigrate.Backends;
using DocMigrate.Specification.Harness;

namespace DocMigrate.Sql.Sqlite.Tests.Harness;

/// <summary>A database file of one test, and objects for it, as processes of their own would have.</summary>
internal sealed class SqliteProcess : DatabaseHarness
{
    private readonly TempFolder _folder = new();

    public static StoreSettings Settings(string connection, string folder, string name = "main") =>
        new() { Name = name, Provider = "sqlite", Connection = connection, BaseDirectory = folder };

    public static Task<DatabaseHarness> NewAsync() => Task.FromResult<DatabaseHarness>(new SqliteProcess());

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override IStoreDatabase Resolve() => SqliteDatabase.Resolve(Settings("Data Source=shop.db", _folder.Path), new Databases());
}
