using DocMigrate.History;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Storage.History;

/// <summary>The ledger as collections: a document for each migration with its parts, and one for each event.</summary>
internal sealed class MongoLedger(MongoDatabase database) : IMigrationLedger
{
    private const string HistoryId = "history";

    private HistoryBuffer History => database.History;

    private OwnCollections Own => database.Own;

    public async Task<IReadOnlyList<LedgerEntry>> ReadAsync(CancellationToken cancellationToken) =>
        (await ReadAllAsync(Bodies.Of(("parts.operations", 0)), cancellationToken)).ConvertAll(Entry);

    public async Task<IReadOnlyList<AppliedMigration>?> ReadAppliedAsync(CancellationToken cancellationToken) => HistoryDocuments.Applied(
        await ReadAllAsync(Bodies.Of(("order", 1), ("module", 1), ("name", 1), ("hash", 1), ("status", 1)), cancellationToken));

    public async Task<IReadOnlyDictionary<string, string>> ReadOperationsAsync(MigrationId migration, CancellationToken cancellationToken)
    {
        var entry = await Own.ExistAsync(cancellationToken) ? await FindAsync(migration, cancellationToken) : null;
        return Parts(entry).ToDictionary(static part => part.Text("store"), static part => part.Text(HistoryDocuments.Operations), StringComparer.Ordinal);
    }

    public Task WriteAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return database.WriteAsync(
            async () =>
            {
                var present = await FindAsync(entry.Migration, cancellationToken);
                var kept = Parts(present).ToDictionary(static part => part.Text("store"), static part => part.Text(HistoryDocuments.Operations), StringComparer.Ordinal);
                var order = present?.Number("order") ?? entry.Order;
                History.Put(Own.Ledger, Of(entry, order == 0 ? await NextOrderAsync(cancellationToken) : order, kept));
            },
            cancellationToken);
    }

    public Task DeleteAsync(MigrationId migration, CancellationToken cancellationToken) => database.WriteAsync(
        () =>
        {
            History.Delete(Own.Ledger, IdOf(migration));
            return Task.CompletedTask;
        },
        cancellationToken);

    public Task AppendAsync(HistoryEvent historyEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(historyEvent);
        return database.WriteAsync(
            () =>
            {
                History.Append(Of(historyEvent));
                return Task.CompletedTask;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<HistoryEvent>> ReadEventsAsync(CancellationToken cancellationToken) =>
        await Own.ExistAsync(cancellationToken) ? (await History.ReadAsync(Own.Event, [], static _ => true, null, cancellationToken)).ConvertAll(Event) : [];

    public async Task<HistoryIdentity?> ReadIdentityAsync(CancellationToken cancellationToken)
    {
        var identity = await Own.ExistAsync(cancellationToken)
            ? (await History.ReadAsync(Own.Meta, Bodies.Of(("_id", HistoryId)), static document => document["_id"] is JValue { Value: HistoryId }, null, cancellationToken)).FirstOrDefault()
            : null;
        return identity is null ? null : new HistoryIdentity(
            identity.Text("history"), Objects(identity, "stores").Select(static store => new KnownStore(store.Text("store"), store.Text("id"))).ToValueList());
    }

    public Task WriteIdentityAsync(HistoryIdentity identity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return database.WriteAsync(
            () =>
            {
                var stores = identity.Stores.OrderBy(static known => known.Store, StringComparer.Ordinal).Select(static known => Bodies.Of(("store", known.Store), ("id", known.Id)));
                History.Put(Own.Meta, Bodies.Of(("_id", HistoryId), ("history", identity.Id), ("stores", new JArray(stores))));
                return Task.CompletedTask;
            },
            cancellationToken);
    }

    private static string IdOf(MigrationId migration) => migration.ToString();

    private static IEnumerable<JObject> Objects(JObject? document, string field) => (document?[field] as JArray ?? []).OfType<JObject>();

    private static IEnumerable<JObject> Parts(JObject? entry) => Objects(entry, "parts");

    private JObject Of(LedgerEntry entry, long order, Dictionary<string, string> kept) => Bodies.Of(
        ("_id", IdOf(entry.Migration)),
        ("order", order),
        ("module", entry.Migration.Module),
        ("name", entry.Migration.Name),
        ("dependencies", HistoryDocuments.Of(entry.Dependencies)),
        ("replaces", HistoryDocuments.Of(entry.Replaces)),
        ("hash", entry.Hash),
        ("status", HistoryText.Of(entry.Status)),
        ("direction", HistoryText.Of(entry.Direction)),
        ("startedAt", HistoryText.Of(entry.StartedAt)),
        ("appliedAt", HistoryText.Of(entry.AppliedAt)),
        ("actor", entry.Actor),
        ("fence", database.Fence ?? entry.Fence),
        ("toolVersion", entry.ToolVersion),
        ("parts", new JArray(entry.Parts.Select(part => Bodies.Of(
            ("store", part.Store),
            ("status", HistoryText.Of(part.Status)),
            ("counts", HistoryDocuments.Of(part.Counts)),
            ("pass", HistoryDocuments.Of(part.Pass)),
            ("error", part.Error),
            (HistoryDocuments.Operations, part.Operations ?? kept.GetValueOrDefault(part.Store, "[]")))))));

    private static LedgerEntry Entry(JObject entry) => new()
    {
        Order = entry.Number("order"),
        Migration = entry.Migration(),
        Dependencies = entry.Migrations("dependencies"),
        Replaces = entry.Migrations("replaces"),
        Hash = entry.Text("hash"),
        Status = entry.Enumeration<MigrationStatus>("status"),
        Direction = entry.Enumeration<Direction>("direction"),
        StartedAt = HistoryText.Time(entry.Text("startedAt")),
        AppliedAt = HistoryText.TimeOrNull(entry.TextOrNull("appliedAt")),
        Actor = entry.Text("actor"),
        Fence = entry.Number("fence"),
        ToolVersion = entry.Text("toolVersion"),
        Parts = Parts(entry).Select(static part => new LedgerPart
        {
            Store = part.Text("store"),
            Status = part.Enumeration<MigrationStatus>("status"),
            Counts = part.Counts("counts"),
            Pass = part.Migrations("pass"),
            Error = part.TextOrNull("error"),
        }).ToValueList(),
    };

    private static JObject Of(HistoryEvent historyEvent) => Bodies.Of(
        ("at", HistoryText.Of(historyEvent.At)),
        ("migration", historyEvent.Migration?.ToString()),
        ("store", historyEvent.Store),
        ("status", historyEvent.Status is { } status ? HistoryText.Of(status) : null),
        ("direction", historyEvent.Direction is { } direction ? HistoryText.Of(direction) : null),
        ("actor", historyEvent.Actor),
        ("detail", historyEvent.Detail));

    private static HistoryEvent Event(JObject read) => new()
    {
        At = HistoryText.Time(read.Text("at")),
        Migration = read.TextOrNull("migration") is { } migration ? MigrationId.Parse(migration) : null,
        Store = read.TextOrNull("store"),
        Status = read.TextOrNull("status") is null ? null : read.Enumeration<MigrationStatus>("status"),
        Direction = read.TextOrNull("direction") is null ? null : read.Enumeration<Direction>("direction"),
        Actor = read.Text("actor"),
        Detail = read.TextOrNull("detail"),
    };

    private async Task<List<JObject>> ReadAllAsync(JObject projection, CancellationToken cancellationToken) =>
        await Own.ExistAsync(cancellationToken) ? await History.ReadAsync(Own.Ledger, [], static _ => true, projection, cancellationToken) : [];

    private async Task<JObject?> FindAsync(MigrationId migration, CancellationToken cancellationToken) => (await History.ReadAsync(
        Own.Ledger, Bodies.Of(("_id", IdOf(migration))), entry => entry.Text("_id") == IdOf(migration), null, cancellationToken)).FirstOrDefault();

    private async Task<long> NextOrderAsync(CancellationToken cancellationToken) =>
        (await ReadAllAsync(Bodies.Of(("order", 1)), cancellationToken)).Select(static entry => entry.Number("order")).DefaultIfEmpty().Max() + 1;
}
