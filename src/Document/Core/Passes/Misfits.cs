using System.Globalization;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Passes;

/// <summary>Says which documents do not fit.</summary>
internal static class Misfits
{
    /// <summary>How many documents an error names.</summary>
    public const int Samples = 5;

    /// <summary>One document, for a person.</summary>
    public static string Describe(object id, Misfit misfit) =>
        $"_id {Convert.ToString(id, CultureInfo.InvariantCulture)}: {misfit.Path} {misfit.Reason}";

    /// <summary>The error.</summary>
    /// <param name="pass">What they do not fit.</param>
    /// <param name="count">How many.</param>
    /// <param name="samples">Some of them.</param>
    /// <param name="operation">Which operation; null where they may be several.</param>
    public static DataException Error(ReshapePass pass, long count, IReadOnlyList<string> samples, PassOperation? operation = null) => new(
        PassErrors.DocumentsDoNotFit,
        $"{count} document{(count == 1 ? " does" : "s do")} not fit in collection '{pass.Collection}' ({What(pass, operation)}): {string.Join("; ", samples)}{(count > samples.Count ? "; …" : "")}.",
        "Correct the documents, or give the operation another policy: onError: OnError.Quarantine lists them and goes on, OnError.Keep leaves them as they are.");

    // In a pass of several migrations the operations of all would hide the one.
    private static string What(ReshapePass pass, PassOperation? operation) => operation is null || !pass.Migrations.Skip(1).Any()
        ? pass.Description
        : $"migration {operation.Step.Migration}: {operation.Operation.Describe()}";

    /// <summary>A reshape never gives a document another <c>_id</c>: references to it would break, and it would be found twice.</summary>
    /// <exception cref="DataException">It does.</exception>
    public static void RequireSameId(JObject before, JObject after, object id, string collection) =>
        RequireSameId(DocumentEquality.Equals(before["_id"], after["_id"]), id, collection);

    /// <summary>The same of a change.</summary>
    /// <exception cref="DataException">It does.</exception>
    public static void RequireSameId(DocumentChange change, object id, string collection) =>
        RequireSameId(change.Set.All(static field => field.Name != "_id") && !change.Removed.Contains("_id"), id, collection);

    private static void RequireSameId(bool same, object id, string collection)
    {
        if (!same)
        {
            throw new DataException(
                PassErrors.DocumentsDoNotFit,
                $"The document {Convert.ToString(id, CultureInfo.InvariantCulture)} in collection '{collection}' would get another _id.",
                "An operation must leave _id alone: insert new documents and remove the old ones in your own code instead.");
        }
    }
}
