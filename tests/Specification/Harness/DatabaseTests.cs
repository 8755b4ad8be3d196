using DocMigrate.Backends;

namespace DocMigrate.Specification.Harness;

/// <summary>Tests each of which has a database of its own.</summary>
public abstract class DatabaseTests : IAsyncLifetime
{
    private DatabaseHarness? _database;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await NewDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        await (_database?.DisposeAsync() ?? default);
        GC.SuppressFinalize(this);
    }

    protected abstract Task<DatabaseHarness> NewDatabaseAsync();

    /// <inheritdoc cref="DatabaseHarness.Process"/>
    protected IStoreDatabase Process() => _database!.Process();

    /// <inheritdoc cref="DatabaseHarness.IsUntouchedAsync"/>
    protected Task<bool> IsUntouchedAsync() => _database!.IsUntouchedAsync();
}
