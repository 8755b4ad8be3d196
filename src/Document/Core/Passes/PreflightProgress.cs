using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>Says a few times a second how many documents of a collection were looked at: who waits for the lock takes silence for a holder that hangs.</summary>
/// <param name="store">The store's name.</param>
/// <param name="collection">The collection's name.</param>
/// <param name="observer">Is told.</param>
/// <param name="time">The clock.</param>
internal sealed class PreflightProgress(string store, string collection, IRunObserver observer, TimeProvider time)
{
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(250);

    private long _done;
    private long _reported = time.GetTimestamp();

    /// <summary>It begins.</summary>
    public void Begin() => observer.OnEvent(new PreflightEvent(store, collection));

    /// <summary>So many more were looked at.</summary>
    public void Add(int documents)
    {
        _done += documents;
        if (time.GetElapsedTime(_reported) >= s_between)
        {
            _reported = time.GetTimestamp();
            observer.OnEvent(new PreflightEvent(store, collection) { Done = _done });
        }
    }
}
