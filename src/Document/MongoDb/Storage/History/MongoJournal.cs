using DocMigrate.History;
using DocMigrate.Running;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Storage.History;

/// <summary>The journal as a collection: a document for each migration and store. The stores' ids are beside the fence.</summary>
internal sealed class MongoJournal(MongoDatabase database) : IStoreJournal
{
    private HistoryBuffer History => database.History;

    private OwnCollections Own => database.Own;

    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(string store, CancellationToken cancellationToken) =>
        (await ReadAllAsync(store, Bodies.Of((HistoryDocuments.Operations, 0)), cancellationToken)).ConvertAll(Entry);

    public async Task<IReadOnlyList<AppliedMigration>?> ReadAppliedAsync(string store, CancellationToken cancellationToken) => HistoryDocuments.Applied(
        await ReadAllAsync(store, Bodies.Of(("order", 1), ("module", 1), ("name", 1), ("hash", 1), ("status", 1)), cancellationToken));

    public async Task<string?> ReadOperationsAsync(string store, MigrationId migration, CancellationToken cancellationToken) =>
        await Own.ExistAsync(cancellationToken) ? (await FindAsync(store, migration, cancellationToken))?.TextOrNull(HistoryDocuments.Operations) : null;

    public Task WriteAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return database.WriteAsync(
            async () =>
            {
                var present = await FindAsync(entry.Store, entry.Migration, cancellationToken);
                var order = present?.Number("order") ?? await NextOrderAsync(cancellationToken);
                History.Put(Own.Journal, Of(entry, order, entry.Operations ?? present?.TextOrNull(HistoryDocuments.Operations) ?? "[]"));
            },
            cancellationToken);
    }

    public Task DeleteAsync(MigrationId migration, string store, CancellationToken cancellationToken) => database.WriteAsync(
        () =>
        {
            History.Delete(Own.Journal, IdOf(store, migration));
            return Task.CompletedTask;
        },
        cancellationToken);

    public async Task<StoreIdentity?> ReadIdentityAsync(string store, CancellationToken cancellationToken)
    {
        var identity = await Own.ExistAsync(cancellationToken) ? await FindIdentityAsync(store, cancellationToken) : null;
        return identity is null ? null : new StoreIdentity(store, identity.Text("id"), identity.TextOrNull("history"));
    }

    public Task WriteIdentityAsync(StoreIdentity identity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return database.WriteAsync(
            async () =>
            {
                var history = identity.History ?? (await FindIdentityAsync(identity.Store, cancellationToken))?.TextOrNull("history");
                History.Put(Own.Meta, Bodies.Of(("_id", StoreId(identity.Store)), ("id", identity.Id), ("history", history)));
            },
            cancellationToken);
    }

    private static string StoreId(string store) => "store:" + store;

    private static JObject IdOf(string store, MigrationId migration) => Bodies.Of(("store", store), ("migration", migration.ToString()));

    private JObject Of(JournalEntry entry, long order, string operations) => Bodies.Of(
        ("_id", IdOf(entry.Store, entry.Migration)),
        ("order", order),
        ("store", entry.Store),
        ("module", entry.Migration.Module),
        ("name", entry.Migration.Name),
        ("dependencies", HistoryDocuments.Of(entry.Dependencies)),
        ("replaces", HistoryDocuments.Of(entry.Replaces)),
        ("stores", HistoryDocuments.Of(entry.Stores)),
        ("hash", entry.Hash),
        ("direction", HistoryText.Of(entry.Direction)),
        ("status", HistoryText.Of(entry.Status)),
        ("progress", HistoryDocuments.Of(entry.Progress)),
        ("undo", HistoryDocuments.Of(entry.Undo)),
        ("pass", HistoryDocuments.Of(entry.Pass)),
        ("startedAt", HistoryText.Of(entry.StartedAt)),
        ("updatedAt", HistoryText.Of(entry.UpdatedAt)),
        ("actor", entry.Actor),
        ("error", entry.Error),
        ("fence", database.Fence ?? entry.Fence),
        ("toolVersion", entry.ToolVersion),
        (HistoryDocuments.Operations, operations));

    private static JournalEntry Entry(JObject entry) => new()
    {
        Migration = entry.Migration(),
        Store = entry.Text("store"),
        Dependencies = entry.Migrations("dependencies"),
        Replaces = entry.Migrations("replaces"),
        Stores = entry.Names("stores"),
        Hash = entry.Text("hash"),
        Direction = entry.Enumeration<Direction>("direction"),
        Status = entry.Enumeration<MigrationStatus>("status"),
        Progress = entry.ProgressOrNull("progress") ?? new StepProgress(),
        Undo = entry.ProgressOrNull("undo"),
        Pass = entry.Migrations("pass"),
        StartedAt = HistoryText.Time(entry.Text("startedAt")),
        UpdatedAt = HistoryText.Time(entry.Text("updatedAt")),
        Actor = entry.TextOrNull("actor"),
        Error = entry.TextOrNull("error"),
        Fence = entry.Number("fence"),
        ToolVersion = entry.Text("toolVersion"),
    };

    private async Task<List<JObject>> ReadAllAsync(string store, JObject projection, CancellationToken cancellationToken) => await Own.ExistAsync(cancellationToken)
        ? await History.ReadAsync(Own.Journal, Bodies.Of(("store", store)), entry => entry.Text("store") == store, projection, cancellationToken)
        : [];

    private async Task<JObject?> FindAsync(string store, MigrationId migration, CancellationToken cancellationToken) => (await History.ReadAsync(
        Own.Journal,
        Bodies.Of(("_id", IdOf(store, migration))),
        entry => entry.Text("store") == store && entry.Migration() == migration,
        null,
        cancellationToken)).FirstOrDefault();

    private async Task<JObject?> FindIdentityAsync(string store, CancellationToken cancellationToken) => (await History.ReadAsync(
        Own.Meta, Bodies.Of(("_id", StoreId(store))), document => (document["_id"] as JValue)?.Value as string == StoreId(store), null, cancellationToken)).FirstOrDefault();

    private async Task<long> NextOrderAsync(CancellationToken cancellationToken) =>
        (await History.ReadAsync(Own.Journal, [], static _ => true, Bodies.Of(("order", 1)), cancellationToken)).Select(static entry => entry.Number("order")).DefaultIfEmpty().Max() + 1;
}
