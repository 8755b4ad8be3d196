using DocMigrate.Engine.History;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Serialization;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Operations;

namespace DocMigrate.Engine.Planning;

/// <summary>Says what a migration consists of: by its code, and as it was applied. Thread-safe.</summary>
internal sealed class AppliedDefinitions(MigrationCatalog catalog, OperationSerializer serializer)
{
    /// <summary>The migrations of the code.</summary>
    public IEnumerable<MigrationDefinition> OfCode => catalog.Definitions;

    /// <summary>The content hash of the code's migration.</summary>
    public string HashOf(MigrationDefinition definition) => catalog.HashOf(definition, serializer);

    /// <summary>The code's migration, or where the code does not have it any more, the one that was recorded.</summary>
    public MigrationDefinition Find(MigrationId id, HistorySnapshot history) => catalog.Find(id) ?? AsRecorded(history.Entries[id]);

    /// <summary>Whether the code has the migration, but not as it was recorded.</summary>
    public bool IsEdited(LedgerEntry entry) => catalog.Find(entry.Migration) is { } definition && HashOf(definition) != entry.Hash;

    /// <summary>Whether the operations on a store are not those that were recorded.</summary>
    public bool IsEdited(MigrationDefinition definition, string store, string? recorded) =>
        serializer.Serialize(definition.OperationsOn(store)) != recorded;

    /// <summary>
    /// The migration as it was run: the code's where nothing was changed since, for code can hold what a ledger can't (a Transform's C#), else the ledger's.
    /// </summary>
    /// <exception cref="Errors.HistoryException">The ledger's operations can't be read by this version.</exception>
    public MigrationDefinition AsRecorded(LedgerEntry entry) =>
        catalog.Find(entry.Migration) is { } definition && HashOf(definition) == entry.Hash
            ? definition
            : new MigrationDefinition
            {
                Id = entry.Migration,
                Dependencies = entry.Dependencies,
                Replaces = entry.Replaces,
                Operations = entry.Parts
                    .SelectMany(part => Read(entry, part).Select(operation => new StoreOperation(part.Store, operation)))
                    .ToValueList(),
            };

    private ValueList<MigrationOperation> Read(LedgerEntry entry, LedgerPart part)
    {
        try
        {
            return serializer.Deserialize(part.Operations!);
        }
        catch (HistoryException error)
        {
            throw new HistoryException(
                error.Code,
                $"'{entry.Migration}' on the store '{part.Store}' was recorded by DocMigrate {entry.ToolVersion}, and this is {Actor.ToolVersion}. {error.Message}",
                error.Remedy);
        }
    }
}
