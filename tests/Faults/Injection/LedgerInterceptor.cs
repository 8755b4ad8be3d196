using DocMigrate.History;

namespace DocMigrate.Faults.Injection;

/// <summary>Stands before a ledger.</summary>
internal sealed class LedgerInterceptor(Injector injector) : Interceptor
{
    public override object? Call(string member, object?[] arguments, Func<object?> inner) => member switch
    {
        nameof(IMigrationLedger.WriteAsync) => Around(() => injector.Reach(FaultPoints.LedgerBefore), inner, () => injector.Reach(FaultPoints.LedgerAfter)),
        nameof(IMigrationLedger.AppendAsync) => Around(() => injector.Reach(FaultPoints.EventBefore), inner, () => injector.Reach(FaultPoints.EventAfter)),
        _ => inner(),
    };
}
