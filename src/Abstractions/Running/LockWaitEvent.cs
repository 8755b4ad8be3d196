using DocMigrate.Locking;

namespace DocMigrate.Running;

/// <summary>Another run holds a lock, and this one waits for it. Sent when the waiting begins, and at most once a second while it lasts.</summary>
/// <param name="Database">The database that is locked, as a person recognises it.</param>
/// <param name="Holder">Who holds it, and how far that is.</param>
/// <param name="State">What has become of the holder's process.</param>
/// <param name="Waited">For how long this run has waited.</param>
/// <param name="Silent">For how long the holder has given no sign of life.</param>
public sealed record LockWaitEvent(string Database, LockHolder Holder, HolderState State, TimeSpan Waited, TimeSpan Silent) : RunEvent;
