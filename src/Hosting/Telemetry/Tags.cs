namespace DocMigrate.Hosting.Telemetry;

/// <summary>The names of attributes of spans and metrics, and their values.</summary>
internal static class Tags
{
    public const string Migration = "docmigrate.migration";

    public const string Store = "docmigrate.store";

    public const string Direction = "docmigrate.direction";

    public const string Outcome = "docmigrate.outcome";

    public const string Resumed = "docmigrate.resumed";

    public const string Scanned = "docmigrate.documents.scanned";

    public const string Changed = "docmigrate.documents.changed";

    public const string Quarantined = "docmigrate.documents.quarantined";

    public const string Message = "docmigrate.message";

    public const string LockWaited = "docmigrate.lock.waited";

    /// <summary>OpenTelemetry's own: the code of an error, else the name of its type.</summary>
    public const string ErrorType = "error.type";

    public static string Of(Direction direction) => direction == DocMigrate.Direction.Forward ? "forward" : "backward";
}
