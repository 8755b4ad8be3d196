namespace DocMigrate.Running;

/// <summary>Long work rests between two transactions. Sent when a rest begins, and about once a second while it lasts.</summary>
/// <param name="File">The file that has to go for it to go on; null for a rest that ends by itself.</param>
/// <param name="Waited">For how long it has rested.</param>
public sealed record PausedEvent(string? File, TimeSpan Waited) : RunEvent;
