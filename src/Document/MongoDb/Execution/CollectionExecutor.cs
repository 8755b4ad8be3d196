using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Indexing;
using DocMigrate.Document.MongoDb.Storage;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Document.Operations;
using DocMigrate.Errors;
using DocMigrate.Planning;
using DocMigrate.Running;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Execution;

/// <summary>
/// Runs the operations on collections themselves. A dropped collection is moved aside, its indexes with it; what the opposite direction moved aside comes back.
/// </summary>
/// <remarks>
/// No transaction holds any of this: the server does it at once. So the intention is noted before, also at once, and taken back in the transaction that records the operation as done: who finds
/// it there knows that the operation may have been done already.
/// </remarks>
internal sealed class CollectionExecutor(MongoDatabase database, PlanStep step)
{
    /// <summary>How many groups of documents an error names.</summary>
    private const int Samples = 5;

    private const int NamespaceNotFound = 26;
    private const int IndexNotFound = 27;
    private const int DuplicateKey = 11000;
    private const string Intent = "begun";
    private const string AsideField = "aside";

    private readonly ShadowStore _shadow = new(database, step.Store);
    private readonly QuarantineStore _quarantine = new(database, step.Store);

    private Direction Opposite => step.Direction == Direction.Forward ? Direction.Backward : Direction.Forward;

    public async Task<StepCounts> RunAsync(PlannedOperation planned, CancellationToken cancellationToken)
    {
        switch (planned.Effective)
        {
            case CreateCollectionOperation create:
                await CreateAsync(planned.Index, create.Collection, cancellationToken);
                return StepCounts.Zero;
            case RestoreCollectionOperation restore:
                await CreateAsync(planned.Index, restore.Collection, cancellationToken);
                return StepCounts.Zero;
            case DropCollectionOperation drop:
                return await DropAsync(planned.Index, drop, cancellationToken);
            case RenameCollectionOperation rename:
                await RenameAsync(planned.Index, rename, cancellationToken);
                return StepCounts.Zero;
            case CreateDocumentIndexOperation create:
                await RequireAsync(create, cancellationToken);
                await CreateIndexAsync(create, cancellationToken);
                return StepCounts.Zero;
            case DropDocumentIndexOperation drop:
                await DropIndexAsync(drop, cancellationToken);
                return StepCounts.Zero;
            default:
                throw new InvalidOperationException($"The operation '{planned.Authored.Describe()}' is not one on collections.");
        }
    }

    /// <summary>The command of an operation, as far as it is one; else null.</summary>
    /// <param name="database">The name of the database.</param>
    /// <param name="operation">The operation.</param>
    public static JObject? Command(string database, DocumentOperation operation) => operation switch
    {
        CreateCollectionOperation or RestoreCollectionOperation => Bodies.Of(("create", operation.Collection)),
        RenameCollectionOperation rename => Rename(database, rename.Collection, rename.To),
        CreateDocumentIndexOperation create => Bodies.Of(("createIndexes", create.Collection), ("indexes", new JArray(IndexCommand.Of(create)))),
        DropDocumentIndexOperation drop => Bodies.Of(("dropIndexes", drop.Collection), ("index", drop.Name)),
        _ => null,
    };

    private static JObject Rename(string database, string from, string to) => Bodies.Of(("renameCollection", $"{database}.{from}"), ("to", $"{database}.{to}"));

    private async Task CreateAsync(int index, string name, CancellationToken cancellationToken)
    {
        var begun = await BeganAsync(index, cancellationToken);
        var aside = (await _shadow.ReadSetAsync(step.Migration, index, Opposite, cancellationToken))?[AsideField]?.AsString;
        var done = begun && await database.FindAsync(name, cancellationToken) is not null && (aside is null || await database.FindAsync(aside, cancellationToken) is null);
        if (!done)
        {
            await RequireFreeAsync(name, cancellationToken);
            await BeginAsync(index, cancellationToken);
            await DefineAsync(aside is null ? Bodies.Of(("create", name)) : Rename(database.Name, aside, name), cancellationToken);
        }

        if (aside is not null)
        {
            await _quarantine.RenameAsync(aside, name, cancellationToken);
            await _shadow.NoteAsync(step.Migration, index, Opposite, AsideField, null, cancellationToken);
        }

        await EndAsync(index, cancellationToken);
    }

    private async Task<StepCounts> DropAsync(int index, DropCollectionOperation drop, CancellationToken cancellationToken)
    {
        var name = drop.Collection;
        var begun = await BeganAsync(index, cancellationToken);
        var collection = await database.FindAsync(name, cancellationToken);
        if (collection is null && !begun)
        {
            return StepCounts.Zero;
        }

        if (!begun)
        {
            CollectionKind.Require(step.Store, name, collection!, drop);
            await BeginAsync(index, cancellationToken);
        }

        var set = (await _shadow.FindAsync(step.Migration, index, step.Direction, cancellationToken))!.Value;
        var aside = new KeptCollections(database.Naming).Aside(set, name);
        if (begun && collection is not null && await database.FindAsync(aside, cancellationToken) is not null)
        {
            throw new StoreException(
                MongoErrors.CollectionInTheWay,
                $"Migration {step.Migration}: the collection '{name}' of store '{step.Store}' was moved aside to '{aside}' by a run that was cut off, and somebody made another one of that name since.",
                $"Rename '{name}' so that its documents are not lost, and run the command again.");
        }

        if (collection is not null)
        {
            // What an earlier run in the same direction moved aside was brought back or is overtaken: that direction could not run again otherwise.
            var rename = Rename(database.Name, name, aside);
            rename.Add("dropTarget", true);
            await DefineAsync(rename, cancellationToken);
        }

        // The entries go with their documents: another collection of the name has no part in them.
        var documents = await database.CountAsync(aside, [], cancellationToken);
        await _quarantine.RenameAsync(name, aside, cancellationToken);
        await _shadow.NoteAsync(step.Migration, index, step.Direction, AsideField, aside, cancellationToken);
        await EndAsync(index, cancellationToken);
        return new StepCounts(Scanned: documents, Shadowed: documents);
    }

    private async Task RenameAsync(int index, RenameCollectionOperation rename, CancellationToken cancellationToken)
    {
        var done = await BeganAsync(index, cancellationToken)
            && await database.FindAsync(rename.Collection, cancellationToken) is null
            && await database.FindAsync(rename.To, cancellationToken) is not null;
        if (!done)
        {
            await RequireAsync(rename, cancellationToken);
            await RequireFreeAsync(rename.To, cancellationToken);
            await BeginAsync(index, cancellationToken);
            await DefineAsync(Rename(database.Name, rename.Collection, rename.To), cancellationToken);
        }

        await _quarantine.RenameAsync(rename.Collection, rename.To, cancellationToken);
        await EndAsync(index, cancellationToken);
    }

    private async Task CreateIndexAsync(CreateDocumentIndexOperation operation, CancellationToken cancellationToken)
    {
        try
        {
            await DefineAsync(Command(database.Name, operation)!, cancellationToken);
        }
        catch (MongoCommandException error) when (error.ServerCode == DuplicateKey)
        {
            throw await NotUniqueAsync(operation, error, cancellationToken);
        }
    }

    private async Task DropIndexAsync(DropDocumentIndexOperation operation, CancellationToken cancellationToken)
    {
        try
        {
            await DefineAsync(Command(database.Name, operation)!, cancellationToken);
        }
        catch (MongoCommandException error) when (error.ServerCode is IndexNotFound or NamespaceNotFound)
        {
            // A run that was cut off may have dropped it; it is gone, whoever did it.
            return;
        }
    }

    private async Task<DataException> NotUniqueAsync(CreateDocumentIndexOperation operation, MongoCommandException error, CancellationToken cancellationToken)
    {
        if (operation.Options != DocumentIndexOptions.None)
        {
            return NotUnique($"{operation.Describe()}: documents have equal values: {error.Message}", error);
        }

        var key = new JObject(operation.Paths.Select(static (path, i) => new JProperty(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"k{i}"), Bodies.Of(("$ifNull", new JArray($"${string.Join('.', path.Segments)}", JValue.CreateNull()))))));
        var groups = new List<string>();
        await foreach (var group in database.StreamAsync(
            Bodies.Of(
                ("aggregate", operation.Collection),
                ("pipeline", new JArray(
                    Bodies.Of(("$sort", Bodies.Of(("_id", 1)))),
                    Bodies.Of(("$group", Bodies.Of(("_id", key), ("ids", Bodies.Of(("$push", "$_id"))), ("n", Bodies.Of(("$sum", 1)))))),
                    Bodies.Of(("$match", Bodies.Of(("n", Bodies.Of(("$gt", 1)))))),
                    Bodies.Of(("$sort", Bodies.Of(("ids", 1)))),
                    Bodies.Of(("$limit", Samples)),
                    Bodies.Of(("$project", Bodies.Of(("ids", Bodies.Of(("$slice", new JArray("$ids", Samples))))))))),
                ("cursor", new JObject()),
                ("allowDiskUse", true)),
            null,
            cancellationToken))
        {
            groups.Add(string.Join(", ", group["ids"]!.AsArray!.Select(MongoId.Of)));
        }

        return NotUnique(
            groups.Count == 0
                ? $"{operation.Describe()}: documents have equal values: {error.Message}"
                : $"{operation.Describe()}: documents have equal values; one that is missing counts as null. Groups of _id: {string.Join("; ", groups)}.",
            error);
    }

    private static DataException NotUnique(string message, MongoCommandException error) => new(
        MongoErrors.NotUnique, message, "Correct or remove all but one document of each group, and run the command again.", error);

    /// <summary>Whether a run was cut off that had begun the operation.</summary>
    private async Task<bool> BeganAsync(int index, CancellationToken cancellationToken) =>
        (await _shadow.ReadSetAsync(step.Migration, index, step.Direction, cancellationToken))?[Intent]?.AsBoolean == true;

    private async Task BeginAsync(int index, CancellationToken cancellationToken) => await database.DefineAsync(
        await _shadow.BeginAsync(step.Migration, index, step.Direction, Intent, cancellationToken), cancellationToken);

    private async Task EndAsync(int index, CancellationToken cancellationToken)
    {
        if (!database.WritesAtOnce)
        {
            await _shadow.NoteAsync(step.Migration, index, step.Direction, Intent, null, cancellationToken);
            return;
        }

        // Taken back before it is recorded that the operation is done, it would be done again by who goes on after a crash. One that a crash left behind ends with the way back.
        database.History.After(_shadow.EndCommand(step.Migration, index, step.Direction, Intent));
        await database.RunAsync(_shadow.EndCommand(step.Migration, index, Opposite, Intent), cancellationToken);
    }

    private Task DefineAsync(JObject body, CancellationToken cancellationToken)
    {
        var command = database.Command(body, CommandKind.Write);
        return database.DefineAsync(command.Name == "renameCollection" ? command with { Database = "admin" } : command, cancellationToken);
    }

    private async Task RequireAsync(DocumentOperation operation, CancellationToken cancellationToken) => CollectionKind.Require(
        step.Store,
        operation.Collection,
        await database.FindAsync(operation.Collection, cancellationToken) ?? throw new StoreException(
            MongoErrors.CollectionMissing,
            $"Migration {step.Migration}: the collection '{operation.Collection}' of store '{step.Store}' does not exist.",
            "Create it in a migration before this one, or check that the store names the right database."),
        operation);

    private async Task RequireFreeAsync(string name, CancellationToken cancellationToken)
    {
        if (await database.FindAsync(name, cancellationToken) is not null)
        {
            throw new StoreException(
                MongoErrors.CollectionInTheWay,
                $"Migration {step.Migration}: store '{step.Store}' has a collection or view named '{name}' already.",
                "If it is the collection, made by hand, rename it and copy its documents after the migration; else choose another name.");
        }
    }
}
