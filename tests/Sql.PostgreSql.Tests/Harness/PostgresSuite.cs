using DocMigrate.Backends;
using DocMigrate.Tests;

namespace DocMigrate.Sql.PostgreSql.Tests.Harness;

/// <summary>Tests each of which has a database of its own, and objects for it that are closed after it.</summary>
public abstract class PostgresSuite(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly List<PostgresDatabase> _opened = [];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected PostgresFixture Postgres => postgres;

    protected string Connection { get; private set; } = "";

    public async ValueTask InitializeAsync() => Connection = await postgres.NewDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _opened)
        {
            await database.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <param name="connection">To which; null for the database of the test.</param>
    /// <param name="tables">What the tables are called; null for their usual names.</param>
    protected PostgresDatabase Open(string? connection = null, TableNaming? tables = null)
    {
        var database = PostgresProcess.Open(connection ?? Connection, tables);
        _opened.Add(database);
        return database;
    }
}
