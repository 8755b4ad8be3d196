using DocMigrate.Sql.PostgreSql;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>The tables in which this store keeps what operations take away, and lists what they could not convert.</summary>
/// <param name="connection">The connection that they are reached by.</param>
/// <param name="database">Whose tables.</param>
internal sealed class KeptTables(NpgsqlConnection connection, PostgresDatabase database)
{
    private const int MostForgotten = 50_000;

    public NpgsqlConnection Connection { get; } = connection;

    public string Sets { get; } = database.TableOf("shadow_set");

    public string Shadow { get; } = database.TableOf("shadow");

    public string Quarantine { get; } = database.TableOf("quarantine");

    public string Snapshot { get; } = database.TableOf("snapshot");

    // Ids are compared by bytes: that is quicker, and the same whatever the database's collation.
    private string Schema => $"""
        CREATE TABLE {Sets} (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          store text NOT NULL,
          module text NOT NULL,
          name text NOT NULL,
          operation integer NOT NULL,
          direction text NOT NULL,
          aside_table text,
          aside_indexes text,
          UNIQUE (store, module, name, operation, direction));
        CREATE TABLE {Shadow} (
          set_id bigint NOT NULL,
          document text COLLATE "C" NOT NULL,
          path text COLLATE "C" NOT NULL,
          taken jsonb,
          put_hash text,
          PRIMARY KEY (set_id, document, path));
        CREATE TABLE {Quarantine} (
          store text NOT NULL,
          collection text NOT NULL,
          document text COLLATE "C" NOT NULL,
          module text NOT NULL,
          name text NOT NULL,
          direction text NOT NULL,
          first_operation integer NOT NULL,
          operation integer NOT NULL,
          path text NOT NULL,
          reason text NOT NULL,
          content_hash text NOT NULL,
          at text NOT NULL,
          PRIMARY KEY (store, collection, document))
        """;

    /// <summary>The name of the table that a dropped collection is moved to, and of its indexes by their number. The set comes first: the server cuts off what is beyond 63 bytes.</summary>
    public string Aside(long set, string name) => PostgresName.Cut(database.Naming.Of($"aside_{set}_{name}"));

    /// <summary>Makes the tables where they are not there. <c>IF NOT EXISTS</c> would want the right to make one even then.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (await ExistAsync(cancellationToken))
        {
            return;
        }

        if (await Connection.ScalarAsync("SELECT 1 FROM pg_namespace WHERE nspname = $1", cancellationToken, database.Schema) is null)
        {
            await Connection.ExecuteAsync($"CREATE SCHEMA {PostgresName.Quote(database.Schema)}", cancellationToken);
        }

        await Connection.ExecuteAsync(Schema, cancellationToken);
    }

    /// <summary>Makes the table of snapshots, where it is not there.</summary>
    public async Task CreateSnapshotAsync(CancellationToken cancellationToken)
    {
        if (await Connection.ScalarAsync("SELECT to_regclass($1)::text", cancellationToken, Snapshot) is null)
        {
            await Connection.ExecuteAsync(
                $"CREATE TABLE {Snapshot} (\n  pass text NOT NULL,\n  document text COLLATE \"C\" NOT NULL,\n  PRIMARY KEY (pass, document))", cancellationToken);
        }
    }

    /// <summary>Forgets which documents were there when a pass began, so many as take no long time.</summary>
    /// <returns>Whether none is left.</returns>
    public async Task<bool> ForgetAsync(string snapshot, CancellationToken cancellationToken) => await Connection.ExecuteAsync(
        $"DELETE FROM {Snapshot} WHERE ctid = ANY(ARRAY(SELECT k.ctid FROM {Snapshot} k WHERE k.pass = $1 LIMIT {MostForgotten}))", cancellationToken, snapshot) < MostForgotten;

    public async Task<bool> ExistAsync(CancellationToken cancellationToken) =>
        await Connection.ScalarAsync("SELECT to_regclass($1)::text", cancellationToken, Quarantine) is not null;
}
