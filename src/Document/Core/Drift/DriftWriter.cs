using System.Text;
using DocMigrate.Document.Inference;

namespace DocMigrate.Document.Drift;

/// <summary>Writes for a person how far a collection is from what the applied migrations made.</summary>
internal static class DriftWriter
{
    public static string Write(CollectionDrift drift)
    {
        var text = new StringBuilder(InferenceText.Key(drift.Collection)).Append(": ");
        text.Append(drift switch
        {
            { InStore: false } => "not in the store, though a migration made it",
            { InState: false } => $"{InferenceText.Count(drift.Documents, "document")}, and no applied migration declares the collection",
            { Documents: 0 } => "no documents",
            _ when drift.Current == drift.Documents => $"{InferenceText.Count(drift.Documents, "document")}, all as the applied migrations made them",
            _ => InferenceText.Count(drift.Documents, "document"),
        });
        if (drift is { InStore: true, InState: true } && drift.Current < drift.Documents)
        {
            Groups(text, drift);
            Paths(text, drift);
        }

        foreach (var index in drift.Indexes)
        {
            text.Append($"\n  index {InferenceText.Key(index.Name)}: {index.Kind switch
            {
                DriftIndexKind.Missing => "missing",
                DriftIndexKind.Extra => "no applied migration made it",
                DriftIndexKind.NotUnique => "not unique, and should be",
                DriftIndexKind.Unique => "unique, and should not be",
                _ => "over other paths or documents, or with other options",
            }}");
        }

        return text.ToString();
    }

    private static void Groups(StringBuilder text, CollectionDrift drift)
    {
        List<(long Count, string Text, ValueList<string> Samples)> groups =
        [
            (drift.Current, "as the applied migrations made them", []),
            .. drift.Behind.Select(static version => (version.Count, $"behind: as before {version.Migration}", version.Samples)),
            .. drift.Ahead.Select(static version => (version.Count, $"ahead: as {version.Migration} will make them, which is not applied", version.Samples)),
            (drift.Unknown.Count, "of no known shape", drift.Unknown.Samples),
            (drift.Quarantined.Count, "in quarantine", drift.Quarantined.Samples),
            (drift.Unreadable.Count, "that can't be read", drift.Unreadable.Samples),
        ];
        var width = groups.Max(static group => InferenceText.Number(group.Count).Length);
        foreach (var (count, what, samples) in groups.Where(static group => group.Count > 0))
        {
            text.Append("\n  ").Append(InferenceText.Number(count).PadLeft(width)).Append("  ").Append(what).Append(Ids(count, samples));
        }
    }

    private static void Paths(StringBuilder text, CollectionDrift drift)
    {
        if (drift.Paths.Count == 0)
        {
            return;
        }

        var rows = drift.Paths.Select(static path => (path.Path, What: path.Kind switch
        {
            DeviationKind.Missing => $"missing (should be {path.Expected})",
            DeviationKind.Extra => $"not in the state (is {path.Found})",
            DeviationKind.OtherType => $"{path.Found}, should be {path.Expected}",
            _ => $"a {path.Found} that is none of {path.Expected}",
        }, Full: path)).ToList();
        var name = rows.Max(static row => row.Path.Length);
        var what = rows.Max(static row => row.What.Length);
        text.Append("\n  where they differ:");
        foreach (var row in rows)
        {
            text.Append($"\n    {row.Path.PadRight(name)}  {row.What.PadRight(what)}  {InferenceText.Count(row.Full.Count, "document")}, {InferenceText.Percent(row.Full.Share)}{Ids(row.Full.Count, row.Full.Samples)}");
        }

        if (drift.MorePaths > 0)
        {
            text.Append($"\n    and {InferenceText.Count(drift.MorePaths, "difference")} at other paths");
        }
    }

    private static string Ids(long count, ValueList<string> samples) => samples.Count == 0 ? "" : $" (_id {string.Join(", ", samples)}{(count > samples.Count ? ", …" : "")})";
}
