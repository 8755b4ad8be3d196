using DocMigrate.Faults.Children;
using DocMigrate.History;

namespace DocMigrate.Faults.Injection;

/// <summary>Stands before a journal.</summary>
internal sealed class JournalInterceptor(Injector injector, ChildRequest request, DatabaseInterceptor database) : Interceptor
{
    public override object? Call(string member, object?[] arguments, Func<object?> inner)
    {
        if (member != nameof(IStoreJournal.WriteAsync) || arguments[0] is not JournalEntry entry)
        {
            return inner();
        }

        database.Journaled = entry.Status;

        // Of the store that the ledger is not with: with the other one it shares its transactions.
        var dropped = injector.IsOff(Protections.Journal) && entry.Store != request.Places.History;
        return dropped || database.TakeLate(entry)
            ? Task.CompletedTask
            : entry.Status == MigrationStatus.Running
                ? Around(Nothing, inner, () => injector.Reach(FaultPoints.CheckpointJournal))
                : Around(() => injector.Reach(FaultPoints.JournalBefore), inner, () => injector.Reach(FaultPoints.JournalAfter));
    }
}
