namespace DocMigrate.Sql.PostgreSql.Access;

/// <summary>The server's side of a connection. Immutable.</summary>
/// <param name="Process">The server's process; after a restart its number may be another session's.</param>
/// <param name="Since">When it began, as the server writes it; null where this user may not know.</param>
internal readonly record struct ServerSession(int Process, string? Since);
