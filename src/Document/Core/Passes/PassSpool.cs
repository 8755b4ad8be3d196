using System.Buffers;
using DocMigrate.Document.Operations;

namespace DocMigrate.Document.Passes;

/// <summary>
/// What preflight worked out for a pass, so that the pass need not do it again: for each document what becomes of it, with the document's fingerprint. A document that is still
/// the same is not judged again; so the code of a transform is called once for it, and what was looked at is what is written.
/// </summary>
/// <remarks>
/// Documents come again in about the order in which they were judged. One that is gone leaves a record that nobody takes, one that is new finds none: so some records are held in
/// memory, and looked for by key. That only says how many are judged anew; whether a record is of a document, the fingerprint says. Not thread-safe.
/// </remarks>
internal sealed class PassSpool : IDisposable
{
    /// <summary>How much is written of one pass: documents that come after it are judged anew.</summary>
    public const long MostBytes = 256L << 20;

    /// <summary>How many records are held.</summary>
    private const int MostHeld = 1000;

    private readonly ArrayBufferWriter<byte> _record = new(1024);
    private readonly Dictionary<DocumentKey, SpooledVerdict> _held = [];
    private readonly SpoolFile? _file;
    private readonly long _most;
    private readonly int _parts;
    private bool _full;
    private bool _rewound;
    private bool _ended;
    private int _missed;

    /// <param name="judge">Judges the documents, those that are judged anew too.</param>
    /// <param name="file">Where it is kept; disposed with this. Null where that can't be: then nothing is.</param>
    /// <param name="most">How many bytes are written.</param>
    public PassSpool(PassJudge judge, SpoolFile? file, long most = MostBytes)
    {
        (Judge, _file, _most) = (judge, file, most);
        _parts = PassPart.Of(judge.Pass).Count;
        _full = file is null;
    }

    /// <summary>Judges the documents of the pass, all by one time.</summary>
    public PassJudge Judge { get; }

    /// <summary>Whether this is what was worked out for a pass: the same operations of the same plan, with the same code.</summary>
    public bool IsFor(ReshapePass pass) => pass.Operations.Count == Judge.Pass.Operations.Count && pass.Operations.Zip(Judge.Pass.Operations).All(static pair =>
        pair.First.Step.Migration == pair.Second.Step.Migration && pair.First.Step.Direction == pair.Second.Step.Direction && pair.First.Planned.Index == pair.Second.Planned.Index
        && (ReferenceEquals(pair.First.Operation, pair.Second.Operation)
            || (pair.First.Operation is StampDocumentsOperation stamping && stamping.Equals(pair.Second.Operation))));

    /// <summary>Adds what becomes of a document. Nothing where something was kept of it, where it does not fit a policy to fail, where its fields get another order, and where there is no room.</summary>
    public void Add(JudgedDocument judged)
    {
        if (_full || judged is not { Stored.Kept: null, Misfit: null, Fault: null, Reshaped: null or { Change: null or { Order: null } } })
        {
            return;
        }

        try
        {
            _record.ResetWrittenCount();
            SpoolRecord.Write(_record, judged, judged.Quarantined is { } entry ? Place(entry) : null);
            _full = _file!.Length + _record.WrittenCount > _most;
            if (!_full)
            {
                _file.Add(_record.WrittenSpan);
            }
        }
        catch (IOException)
        {
            // A disk that is full costs the pass its time, not the run its success.
            _full = true;
        }
    }

    /// <summary>What becomes of a document, if that is known and nobody changed it. Asked once for each document.</summary>
    public SpooledVerdict? Take(DocumentKey key, UInt128 fingerprint)
    {
        if (Find(key) is { } found)
        {
            _missed = 0;
            return found.Fingerprint == fingerprint ? found : null;
        }

        // As many as are held were gone in one place, or keys come in another order: what is held is of no use.
        if (++_missed >= MostHeld && _held.Count == MostHeld)
        {
            _held.Clear();
            _missed = 0;
        }

        return null;
    }

    /// <summary>Gives back what was taken, to be asked for again.</summary>
    public void PutBack(SpooledVerdict verdict) => _held[verdict.Key] = verdict;

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private SpooledVerdict? Find(DocumentKey key)
    {
        if (_held.Remove(key, out var held))
        {
            return held;
        }

        while (_held.Count < MostHeld && Next() is { } next)
        {
            if (next.Key == key)
            {
                return next;
            }

            _held[next.Key] = next;
        }

        return null;
    }

    private SpooledVerdict? Next()
    {
        try
        {
            if (!_rewound)
            {
                _rewound = true;
                _file?.Rewind();
            }

            if (!_ended && _file is not null && _file.Next() is { IsEmpty: false } record)
            {
                return SpoolRecord.Read(record, _parts);
            }
        }
        catch (IOException)
        {
            // What can't be read is judged anew.
        }

        _ended = true;
        return null;
    }

    private int Place(QuarantineEntry entry)
    {
        for (var i = 0; i < Judge.Pass.Operations.Count; i++)
        {
            var operation = Judge.Pass.Operations[i];
            if (operation.Planned.Index == entry.Operation && operation.Step.Migration == entry.Migration)
            {
                return i;
            }
        }

        throw new InvalidOperationException($"The pass has no operation {entry.Operation} of {entry.Migration}.");
    }
}
