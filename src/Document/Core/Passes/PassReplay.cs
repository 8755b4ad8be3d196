using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>Gives a store that does a part of a pass by itself what is to become of each document, and counts it. Not thread-safe.</summary>
public sealed class PassReplay
{
    private readonly PassSpool _spool;
    private readonly long[] _changed;
    private readonly long[] _shadowed;
    private SpooledVerdict? _last;

    internal PassReplay(PassSpool spool, int parts) => (_spool, _changed, _shadowed) = (spool, new long[parts], new long[parts]);

    /// <summary>What was done.</summary>
    internal PassCounts Counts => new(_changed.Zip(_shadowed, static (changed, shadowed) => new StepCounts(Changed: changed, Shadowed: shadowed)).ToValueList());

    /// <summary>What is to become of a document. Asked once for each.</summary>
    /// <param name="key">The document's key.</param>
    /// <param name="fingerprint">The present <see cref="DocumentContent.Fingerprint"/>.</param>
    /// <param name="written">What is to be written; null when there is nothing to write.</param>
    /// <returns>Whether that is known. Where it is not the document is left to this process.</returns>
    public bool TryTake(DocumentKey key, UInt128 fingerprint, out ReplayedDocument? written)
    {
        _last = _spool.Take(key, fingerprint);
        written = _last?.Written;
        if (_last is { Misfit: not null })
        {
            PutBack(counted: false);
        }

        Count(1);
        return _last is not null;
    }

    /// <summary>Says that the document which was taken last is left to this process all the same: the store can't write what is to be written.</summary>
    public void Leave() => PutBack(counted: true);

    private void PutBack(bool counted)
    {
        if (_last is { } last)
        {
            _spool.PutBack(last);
            Count(counted ? -1 : 0);
            _last = null;
        }
    }

    private void Count(int times)
    {
        for (var i = 0; i < _last?.Counts.Length; i++)
        {
            _changed[i] += times * _last.Counts[i].Changed;
            _shadowed[i] += times * _last.Counts[i].Shadowed;
        }
    }
}
