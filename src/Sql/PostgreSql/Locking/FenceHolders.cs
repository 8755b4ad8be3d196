using DocMigrate.Errors;
using Npgsql;

namespace DocMigrate.Sql.PostgreSql.Locking;

/// <summary>The sessions that keep the fence from being taken.</summary>
internal static class FenceHolders
{
    public static async Task<StoreException> BusyAsync(NpgsqlConnection connection, PostgresDatabase database, CancellationToken cancellationToken) =>
        AdvisoryLocks.Busy(await connection.OwnersAsync(database.FenceKey, cancellationToken), database);
}
