using DocMigrate.Document.MongoDb.Compilation;
using DocMigrate.Document.MongoDb.Execution;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.Passes;

namespace DocMigrate.Document.MongoDb.Indexing;

/// <summary>The unique indexes of collections of MongoDB. One with a collation is left to the server: what two texts are equal, its own rules say.</summary>
/// <param name="store">The store's name.</param>
/// <param name="database">The database.</param>
internal sealed class MongoUniqueIndexes(string store, MongoDatabase database) : IUniqueIndexes
{
    public async Task<IReadOnlyList<string>> ListAsync(string collection, CancellationToken cancellationToken) =>
        [.. (await MongoIndex.ListAsync(database, collection, cancellationToken)).Where(static index => index.Unique && index.Comparable).Select(static index => index.Name)];

    public async Task<IUniqueKeys?> OpenAsync(string collection, ReshapePass? pass, IReadOnlyList<UniqueIndex> indexes, CancellationToken cancellationToken)
    {
        if (await database.FindAsync(collection, cancellationToken) is null)
        {
            return null;
        }

        var known = await MongoIndex.ListAsync(database, collection, cancellationToken);
        var sets = pass is null ? null : await PassSets.OpenAsync(new ShadowStore(database, store), pass, store, cancellationToken);
        return new MongoUniqueKeys(
            database,
            collection,
            pass is null ? null : await new QuarantineStore(database, store).ReadAsync(collection, null, null, cancellationToken),
            sets?.Restores.Count > 0 ? null : pass?.Server as MongoReshape,
            [.. indexes.Select(index => index.Made is { } made ? MongoIndex.Of(made) : known.First(found => found.Name == index.Name))]);
    }
}
