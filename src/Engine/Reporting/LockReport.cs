using DocMigrate.Locking;

namespace DocMigrate.Engine.Reporting;

/// <summary>A database's lock, as <c>unlock --json</c> prints it. Its JSON names are stable.</summary>
/// <param name="Database">The database, as a person recognises it.</param>
/// <param name="Stores">The stores in it.</param>
/// <param name="Holder">Who holds the lock; null when nobody does.</param>
/// <param name="State">What has become of the holder's process; null when nobody holds the lock.</param>
public sealed record LockReport(string Database, ValueList<string> Stores, LockHolder? Holder, HolderState? State);
