using System.Text.Json;
using DocMigrate.Engine.Reporting;
using DocMigrate.Engine.Serialization;
using DocMigrate.History;
using DocMigrate.Operations;

namespace DocMigrate.Engine.Planning;

/// <summary>Holds the operations that were applied against those that the code has now.</summary>
internal sealed class EditComparison(OperationSerializer serializer)
{
    private const int Shown = 3;

    /// <summary>What differs, store by store; empty when only the order of the stores does.</summary>
    /// <exception cref="Errors.HistoryException">The recorded operations can't be read by this version.</exception>
    public ValueList<OperationChange> Compare(LedgerEntry entry, MigrationDefinition code) =>
    [
        .. entry.Parts.Select(static part => part.Store).Union(code.Stores).SelectMany(store => Compare(
            store,
            entry.Parts.FirstOrDefault(part => part.Store == store)?.Operations is { } recorded ? [.. serializer.Deserialize(recorded)] : [],
            [.. code.OperationsOn(store)])),
    ];

    /// <summary>The differences as the end of a sentence, the first few of them.</summary>
    public static string Summary(IReadOnlyList<OperationChange> changes) => changes.Count switch
    {
        0 => "the order of its stores",
        <= Shown => string.Join("; ", changes),
        _ => $"{string.Join("; ", changes.Take(Shown))}; and {changes.Count - Shown} more",
    };

    private IEnumerable<OperationChange> Compare(string store, MigrationOperation[] before, MigrationOperation[] after)
    {
        // What both begin and end with was not touched; between, what is in both stays as well.
        var (old, now) = (before.Select(Text).ToArray(), after.Select(Text).ToArray());
        var removed = before.Where((_, i) => !now.Contains(old[i])).ToList();
        var added = after.Where((_, i) => !old.Contains(now[i])).ToList();
        foreach (var operation in removed)
        {
            var other = added.FirstOrDefault(one => one.GetType() == operation.GetType() && IsSameThing(one, operation));
            if (other is null)
            {
                yield return new OperationChange(store, OperationChangeKind.Removed, operation.Describe(), []);
                continue;
            }

            added.Remove(other);
            yield return new OperationChange(store, OperationChangeKind.Changed, operation.Describe(), Differences(operation, other).ToValueList());
        }

        foreach (var operation in added)
        {
            yield return new OperationChange(store, OperationChangeKind.Added, operation.Describe(), []);
        }

        if (old.Length == now.Length && removed.Count == 0 && added.Count == 0 && !old.SequenceEqual(now))
        {
            yield return new OperationChange(store, OperationChangeKind.Changed, "the order of the operations", []);
        }
    }

    private static bool IsSameThing(MigrationOperation one, MigrationOperation other) =>
        one.Describe() == other.Describe() || one.Touches().Any(touch => touch.Subject is not null && other.Touches().Contains(touch));

    private IEnumerable<string> Differences(MigrationOperation before, MigrationOperation after)
    {
        using var old = JsonDocument.Parse(Text(before));
        using var now = JsonDocument.Parse(Text(after));
        return [.. Differences("", old.RootElement[0], now.RootElement[0])];
    }

    private static IEnumerable<string> Differences(string path, JsonElement before, JsonElement after)
    {
        if (before.ValueKind != JsonValueKind.Object || after.ValueKind != JsonValueKind.Object)
        {
            // What one of them does not say is at its default there.
            var said = before.ValueKind != JsonValueKind.Undefined && after.ValueKind != JsonValueKind.Undefined;
            return said && JsonElement.DeepEquals(before, after) ? [] : [$"{path}: {Value(before)} -> {Value(after)}"];
        }

        var names = before.EnumerateObject().Concat(after.EnumerateObject()).Select(static property => property.Name).Distinct(StringComparer.Ordinal);
        return names.SelectMany(name => Differences(
            path.Length == 0 ? name : $"{path}.{name}",
            before.TryGetProperty(name, out var old) ? old : default,
            after.TryGetProperty(name, out var now) ? now : default));
    }

    private static string Value(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.Undefined ? "(not said)" : value.GetRawText();
        return text.Length <= 40 ? text : text[..39] + "…";
    }

    private string Text(MigrationOperation operation) => serializer.Serialize([operation]);
}
