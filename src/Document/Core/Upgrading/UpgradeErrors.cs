using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Upgrading;

/// <summary>The codes of errors about documents that are read while behind.</summary>
public static class UpgradeErrors
{
    /// <summary>A document is newer than the code, and there is no way down.</summary>
    public static ErrorCode Newer { get; } = new("DM6600", "A document is newer than the code");

    /// <summary>A document without a stamp could be of several versions.</summary>
    public static ErrorCode Ambiguous { get; } = new("DM6601", "A document could be of several versions");

    /// <summary>A document is of no known version.</summary>
    public static ErrorCode Unknown { get; } = new("DM6602", "A document is of no known version");

    /// <summary>A document does not fit an operation on the way up or down.</summary>
    public static ErrorCode Misfit { get; } = new("DM6603", "A document can't be upgraded");

    /// <summary>No migration declares the collection.</summary>
    public static ErrorCode UnknownCollection { get; } = new("DM6604", "A collection that no migration creates");

    internal static DocumentUpgradeException Of(UpgradeFailure failure, string collection, JObject document, string reason) => failure switch
    {
        UpgradeFailure.Newer => new(
            failure, Newer, $"{Name(collection, document)} is newer than the code, and can't be taken down: {reason}.", "Run the version of the application that wrote it, or a newer one."),
        UpgradeFailure.Ambiguous => new(
            failure, Ambiguous, $"{Name(collection, document)} bears no stamp, and could be of the versions {reason}, which would become different documents.",
            "Run docmigrate migrate, which stamps the documents of a [Versioned] collection; or let the application write the stamp."),
        UpgradeFailure.Unknown => new(
            failure, Unknown, $"{Name(collection, document)} is of no version that the code or the history know: {reason}.",
            "Look at the document. If a newer application wrote it, build the upgrader with the history: Migrator.OperationsAsync."),
        _ => new(
            failure, Misfit, $"{Name(collection, document)} can't be upgraded: {reason}.", "Correct the document: a migration puts it into quarantine for the same reason."),
    };

    private static string Name(string collection, JObject document) =>
        $"The document {(document.Property("_id", StringComparison.Ordinal)?.Value is { } id ? $"with _id {DocumentWriter.Write(id)} " : "")}of '{collection}'";
}
