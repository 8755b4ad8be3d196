using DocMigrate.Errors;

namespace DocMigrate.Engine.History;

/// <summary>Why ledger and stores can't be trusted together: no run begins before it is resolved. Commands that only look go on and say it.</summary>
/// <param name="Code">Which of the <see cref="HistoryErrors"/>.</param>
/// <param name="Message">What does not fit.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Store">The store; null when it is about none alone.</param>
/// <param name="Migration">The migration; null when it is about none.</param>
internal sealed record HistoryProblem(ErrorCode Code, string Message, string Remedy, string? Store = null, MigrationId? Migration = null)
{
    public HistoryException ToException() => new(Code, Message, Remedy);
}
