namespace DocMigrate.Running;

/// <summary>Documents are being checked, read-only, before anything is changed.</summary>
/// <param name="Store">The store.</param>
/// <param name="Subject">The collection or table.</param>
public sealed record PreflightEvent(string Store, string Subject) : RunEvent;
