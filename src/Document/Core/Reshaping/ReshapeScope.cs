using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Reshaping;

/// <summary>What one operation has besides the one document that it works on. Not thread-safe; used once.</summary>
/// <param name="kept">What the opposite direction kept for this document and operation; empty when it kept nothing.</param>
/// <param name="now">The time of the pass, for expressions.</param>
/// <param name="keyOrder">The order in which the store has the keys of every object; null (the default) where it keeps the one that they were written in.</param>
public sealed class ReshapeScope(IReadOnlyList<KeptValue> kept, DateTimeOffset now, IComparer<string>? keyOrder = null)
{
    private readonly List<KeptValue> _newlyKept = [];

    /// <summary>What the opposite direction kept.</summary>
    public IReadOnlyList<KeptValue> Kept { get; } = kept;

    /// <summary>Whether keys keep their places. Default false: a key that is set anew comes last.</summary>
    public bool KeepsOrder { get; init; }

    /// <summary>The time of the pass.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>The order in which the store has the keys of every object; null where it keeps the one that they were written in.</summary>
    public IComparer<string>? KeyOrder { get; } = keyOrder;

    /// <summary>The document as it is before the operation, where that is at hand. Else null.</summary>
    internal IPreImage? Before { get; init; }

    /// <summary>Whether nothing is asked but whether the document fits. Default false.</summary>
    internal bool Checks { get; init; }

    /// <summary>The document from now on, where the operation made another one instead of changing the one that it was given; else null.</summary>
    public JObject? Replacement { get; internal set; }

    /// <summary>What this direction keeps.</summary>
    public IReadOnlyList<KeptValue> NewlyKept => _newlyKept;

    /// <summary>Where the document does not fit; null while it does.</summary>
    public DocumentPath? MisfitPath { get; private set; }

    /// <summary>Why the document does not fit; null while it does.</summary>
    public string? MisfitReason { get; private set; }

    /// <summary>What is to happen, where that is not the operation's own policy but that of one inside it; else null.</summary>
    public OnError? MisfitPolicy { get; private set; }

    /// <summary>Whether the opposite direction left the document alone on purpose.</summary>
    public bool IsMarked => Kept.Any(static value => value.IsMark);

    /// <summary>The value that was kept of a path; null when none was.</summary>
    public KeptValue? KeptAt(DocumentPath path) => Kept.FirstOrDefault(value => !value.IsMark && value.Path == path);

    /// <summary>Keeps a value.</summary>
    /// <param name="path">Where it was.</param>
    /// <param name="taken">The value; copied.</param>
    /// <param name="put">What is there instead; null when nothing is.</param>
    public void Keep(DocumentPath path, JToken taken, JToken? put)
    {
        ArgumentNullException.ThrowIfNull(taken);
        _newlyKept.Add(new KeptValue(path, taken.DeepClone(), put is null ? null : DocumentHash.Of(put)));
    }

    /// <summary>Keeps that there was nothing.</summary>
    /// <param name="path">Where.</param>
    /// <param name="put">What is there now.</param>
    public void KeepAbsence(DocumentPath path, JToken put) => _newlyKept.Add(new KeptValue(path, Taken: null, DocumentHash.Of(put)));

    /// <summary>Keeps a mark: the opposite direction leaves the document alone.</summary>
    public ReshapeResult Mark(DocumentPath path)
    {
        _newlyKept.Add(new KeptValue(path, Taken: null, PutHash: null));
        return ReshapeResult.Unchanged;
    }

    /// <summary>Says that the document does not fit.</summary>
    /// <param name="path">Where.</param>
    /// <param name="reason">Why, as part of a sentence; no values.</param>
    /// <param name="policy">What is to happen; null (the default) for the operation's own policy.</param>
    public ReshapeResult Misfit(DocumentPath path, string reason, OnError? policy = null)
    {
        (MisfitPath, MisfitReason, MisfitPolicy) = (path, reason, policy);
        return ReshapeResult.Misfit;
    }
}
