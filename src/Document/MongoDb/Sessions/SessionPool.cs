using System.Collections.Concurrent;

namespace DocMigrate.Document.MongoDb.Sessions;

/// <summary>Sessions of the server that nobody uses at the moment; the one that was used last is taken first.</summary>
internal sealed class SessionPool(TimeProvider time)
{
    private readonly ConcurrentStack<ServerSession> _idle = new();

    public ServerSession Take(int? timeoutMinutes)
    {
        while (_idle.TryPop(out var idle))
        {
            if (idle.IsAlive(timeoutMinutes))
            {
                return idle;
            }
        }

        return new ServerSession(time);
    }

    public void Return(ServerSession session)
    {
        if (!session.IsDirty)
        {
            _idle.Push(session);
        }
    }

    /// <summary>All of them, to be ended.</summary>
    public IReadOnlyList<ServerSession> Drain()
    {
        var all = new List<ServerSession>();
        while (_idle.TryPop(out var idle))
        {
            all.Add(idle);
        }

        return all;
    }
}
