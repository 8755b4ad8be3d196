using DocMigrate.Locking;
using Microsoft.Extensions.Logging;

namespace DocMigrate.Hosting.Logging;

/// <summary>Everything that is logged, with its event id. Ids and names are stable: docs/hosting.md lists them.</summary>
/// <remarks>Nothing here takes a connection string, a document or a value of one; the texts of errors are made without secrets.</remarks>
internal static partial class RunLog
{
    /// <summary>The category of all of it.</summary>
    public const string Category = "DocMigrate";

    [LoggerMessage(1, LogLevel.Information, "Migrating: {Migrations} to do")]
    public static partial void RunStarted(this ILogger logger, int migrations);

    [LoggerMessage(2, LogLevel.Information, "Migrated in {Elapsed}: {Applied} applied, {RolledBack} rolled back, {Changed} documents or rows changed, {Quarantined} quarantined")]
    public static partial void RunCompleted(this ILogger logger, TimeSpan elapsed, int applied, int rolledBack, long changed, long quarantined);

    [LoggerMessage(3, LogLevel.Information, "Nothing to migrate")]
    public static partial void NothingToMigrate(this ILogger logger);

    [LoggerMessage(4, LogLevel.Information, "{Migration} on {Store}: begins ({Direction})")]
    public static partial void StepStarted(this ILogger logger, MigrationId migration, string store, Direction direction);

    [LoggerMessage(5, LogLevel.Information, "{Migration} on {Store}: goes on where an earlier run stopped ({Direction})")]
    public static partial void StepResumed(this ILogger logger, MigrationId migration, string store, Direction direction);

    [LoggerMessage(6, LogLevel.Debug, "{Migration} on {Store}: {Operation}")]
    public static partial void OperationStarted(this ILogger logger, MigrationId migration, string store, string operation);

    [LoggerMessage(7, LogLevel.Information, "{Migration} on {Store}: {Done} of {Total} of {Subject}")]
    public static partial void Progress(this ILogger logger, MigrationId migration, string store, string subject, long done, long? total);

    [LoggerMessage(8, LogLevel.Information, "{Migration} on {Store}: done in {Elapsed}, {Scanned} scanned, {Changed} changed, {Quarantined} quarantined")]
    public static partial void StepCompleted(
        this ILogger logger, MigrationId migration, string store, TimeSpan elapsed, long scanned, long changed, long quarantined);

    [LoggerMessage(9, LogLevel.Error, "{Migration} on {Store}: failed: {Reason}")]
    public static partial void StepFailed(this ILogger logger, MigrationId migration, string store, string reason);

    [LoggerMessage(10, LogLevel.Warning, "{Migration} on {Store}: stopped at a safe point, as it was asked to")]
    public static partial void StepStopped(this ILogger logger, MigrationId migration, string store);

    [LoggerMessage(11, LogLevel.Information, "{Migration}: completed ({Direction})")]
    public static partial void MigrationCompleted(this ILogger logger, MigrationId migration, Direction direction);

    [LoggerMessage(12, LogLevel.Warning, "{Message}")]
    public static partial void Warning(this ILogger logger, string message);

    [LoggerMessage(13, LogLevel.Debug, "Checking {Subject} on {Store}, before anything is changed")]
    public static partial void Preflight(this ILogger logger, string store, string subject);

    [LoggerMessage(14, LogLevel.Information, "Waiting for {Holder}, which migrates {Database}: {Progress} (waited {Waited}, no sign of life for {Silent})")]
    public static partial void LockWaiting(this ILogger logger, LockHolder holder, string database, string? progress, TimeSpan waited, TimeSpan silent);

    [LoggerMessage(20, LogLevel.Critical, "The application does not start. {Code}: {Reason} {Remedy}")]
    public static partial void StartRefused(this ILogger logger, string code, string reason, string remedy);

    [LoggerMessage(21, LogLevel.Critical, "The application does not start: an error that DocMigrate did not expect")]
    public static partial void StartBroken(this ILogger logger, Exception error);

    [LoggerMessage(22, LogLevel.Error, "The application starts although its stores could not be migrated. {Code}: {Reason} {Remedy}")]
    public static partial void StartedAnyway(this ILogger logger, string code, string reason, string remedy);

    [LoggerMessage(23, LogLevel.Warning, "The application was stopped while its stores were migrated. The next start goes on from there")]
    public static partial void StartCancelled(this ILogger logger);

    [LoggerMessage(24, LogLevel.Debug, "The stores are not migrated at the start of this application")]
    public static partial void NotAtStart(this ILogger logger);
}
