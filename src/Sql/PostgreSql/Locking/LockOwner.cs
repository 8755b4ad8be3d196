using DocMigrate.Sql.PostgreSql.Access;

namespace DocMigrate.Sql.PostgreSql.Locking;

/// <summary>A session of the server that holds an advisory lock. Immutable.</summary>
/// <param name="Session">The session.</param>
/// <param name="User">The PostgreSQL user; null where the session is just ending.</param>
/// <param name="Application">What it calls itself; everybody may read that.</param>
/// <param name="Query">Its last statement; null where this user may not read it.</param>
internal sealed record LockOwner(ServerSession Session, string? User, string? Application, string? Query)
{
    public override string ToString() => $"server process {Session.Process} of user '{User}' ({Application})";
}
