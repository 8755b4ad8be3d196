using DocMigrate.Backends;

namespace DocMigrate.Specification.Harness;

/// <summary>The one database of a test, and objects for it, as processes of their own would have. At first the database is not there.</summary>
public abstract class DatabaseHarness : IAsyncDisposable
{
    private readonly List<IStoreDatabase> _opened = [];

    /// <summary>A new object for it.</summary>
    public IStoreDatabase Process()
    {
        var database = Resolve();
        _opened.Add(database);
        return database;
    }

    /// <summary>Whether nothing was made of it so far. For a backend that makes no databases: whether there is nothing in it.</summary>
    public virtual async Task<bool> IsUntouchedAsync() => !await Process().ExistsAsync(TestContext.Current.CancellationToken);

    /// <summary>Closes the objects. Who derives from it does away with the database after that.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        foreach (var database in _opened)
        {
            await database.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected abstract IStoreDatabase Resolve();
}
