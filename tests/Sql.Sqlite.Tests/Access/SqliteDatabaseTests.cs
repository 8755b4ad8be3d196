using DocMigrate.Errors;
using DocMigrate.Locking;
using DocMigrate.Specification.Harness;
using DocMigrate.Sql.Sqlite.Tests.Harness;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Tests.Access;

public sealed class SqliteDatabaseTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Databases _databases = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Data Source=:memory:", "DM6002")]
    [InlineData("Data Source=x.db;Mode=Memory", "DM6002")]
    [InlineData("Data Source=x.db;Cache=Shared", "DM6002")]
    [InlineData("Data Source=file:x.db?mode=ro", "DM6002")]
    [InlineData("", "DM6002")]
    [InlineData("shop.db", "DM6001")]
    [InlineData("Data Source=x.db;Passwort=geheim", "DM6001")]
    [InlineData("Data Source=x.db;Mode=Maybe", "DM6001")]
    public void Refuses_a_connection_string_that_names_no_file_without_showing_it(string connection, string code)
    {
        var error = Assert.Throws<ConfigurationException>(() => Resolve(connection));

        Assert.Equal(code, error.Code.Value);
        Assert.DoesNotContain("geheim", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_the_library_has_no_use_for_is_refused_without_showing_it()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Resolve("Data Source=x.db;Password=geheim").BeginAsync(Token));

        Assert.Equal("DM6001", error.Code.Value);
        Assert.DoesNotContain("geheim", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_spellings_of_one_file_are_one_database()
    {
        Directory.CreateDirectory(_folder.File("sub"));
        File.CreateSymbolicLink(_folder.File("link"), _folder.File("sub"));

        var first = Resolve("Data Source=sub/x.db");

        Assert.Same(first, Resolve($"Data Source={_folder.File("sub/../sub/x.db")}"));
        Assert.Same(first, Resolve("Filename=./link/x.db"));
        Assert.NotSame(first, Resolve("Data Source=sub/y.db"));
    }

    [Fact]
    public async Task Looking_creates_no_file()
    {
        var database = Resolve("Data Source=x.db");

        Assert.False(await database.ExistsAsync(Token));
        Assert.Null(await database.OpenForReadingAsync(Token));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task What_a_process_was_writing_when_it_died_is_rolled_back_by_looking()
    {
        await using (var writer = new SqliteConnection($"Data Source={_folder.File("y.db")};Pooling=False"))
        {
            await writer.OpenAsync(Token);
            await using var command = writer.CreateCommand();
            command.CommandText = """
                PRAGMA cache_size = 1;
                CREATE TABLE t (a);
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO t SELECT printf('%0200d', 1) FROM n;
                BEGIN IMMEDIATE;
                UPDATE t SET a = 'half';
                """;
            await command.ExecuteNonQueryAsync(Token);

            // The files as they are while the transaction is open are those that a killed process leaves.
            File.Copy(_folder.File("y.db"), _folder.File("x.db"));
            File.Copy(_folder.File("y.db-journal"), _folder.File("x.db-journal"));
        }

        var reader = await Resolve("Data Source=x.db").OpenForReadingAsync(Token);

        await using var count = reader!.CreateCommand();
        count.CommandText = "SELECT count(*) FROM t WHERE a <> 'half'";
        Assert.Equal(2000L, await count.ExecuteScalarAsync(Token));
    }

    [Fact]
    public async Task Beginning_creates_the_file_and_a_rollback_leaves_it_empty()
    {
        var database = Resolve("Data Source=x.db");
        Assert.Throws<InvalidOperationException>(() => database.Connection);

        await database.BeginAsync(Token);
        await ExecuteAsync(database.Connection, "CREATE TABLE t (a)");
        await database.RollbackAsync(Token);
        await database.RollbackAsync(Token);

        Assert.True(await database.ExistsAsync(Token));
        Assert.Throws<InvalidOperationException>(() => database.Connection);
        await database.BeginAsync(Token);
        await ExecuteAsync(database.Connection, "CREATE TABLE t (a)");
        await database.CommitAsync(Token);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named_with_the_command_that_makes_it()
    {
        var database = Resolve("Data Source=nowhere/deep/x.db");

        var error = await Assert.ThrowsAsync<StoreException>(() => database.ExistsAsync(Token));

        Assert.Equal("DM6003", error.Code.Value);
        Assert.Contains(_folder.File("nowhere/deep"), error.Message, StringComparison.Ordinal);
        Assert.Contains("mkdir -p", error.Remedy, StringComparison.Ordinal);
        Assert.Equal("DM6003", (await Assert.ThrowsAsync<StoreException>(() => database.BeginAsync(Token))).Code.Value);
    }

    [Fact]
    public async Task A_file_where_a_folder_should_be_is_named()
    {
        await File.WriteAllTextAsync(_folder.File("file"), "", Token);

        var error = await Assert.ThrowsAsync<StoreException>(() => Resolve("Data Source=file/x.db").ExistsAsync(Token));

        Assert.Equal("DM6003", error.Code.Value);
        Assert.Contains("is a file, not a folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_no_database()
    {
        Directory.CreateDirectory(_folder.File("x.db"));
        var database = Resolve("Data Source=x.db");

        Assert.Equal("DM6004", (await Assert.ThrowsAsync<StoreException>(() => database.ExistsAsync(Token))).Code.Value);
        Assert.Equal("DM6004", (await Assert.ThrowsAsync<StoreException>(() => database.BeginAsync(Token))).Code.Value);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_left_alone()
    {
        var text = string.Join('\n', Enumerable.Repeat("not a database", 100));
        await File.WriteAllTextAsync(_folder.File("x.db"), text, Token);
        var database = Resolve("Data Source=x.db");

        Assert.Equal("DM6005", (await Assert.ThrowsAsync<StoreException>(() => database.ExistsAsync(Token))).Code.Value);
        Assert.Equal("DM6005", (await Assert.ThrowsAsync<StoreException>(() => database.BeginAsync(Token))).Code.Value);
        Assert.Equal(text, await File.ReadAllTextAsync(_folder.File("x.db"), Token));
    }

    [Fact]
    public async Task An_empty_file_is_an_empty_database()
    {
        await File.WriteAllTextAsync(_folder.File("x.db"), "", Token);

        Assert.True(await Resolve("Data Source=x.db").ExistsAsync(Token));
    }

    [Fact]
    public async Task What_may_not_be_written_is_named()
    {
        // A folder that even the superuser can't make files in.
        Assert.SkipUnless(Directory.Exists("/proc/self"), "There is no /proc here.");
        var database = Resolve("Data Source=/proc/self/x.db");

        var error = await Assert.ThrowsAsync<StoreException>(() => database.BeginAsync(Token));
        var lockError = await Assert.ThrowsAsync<StoreException>(
            () => database.Lock.TryAcquireAsync(new LockHolder("ada", "host", 1, Entries.Time), Token));

        Assert.Equal("DM6007", error.Code.Value);
        Assert.Contains("/proc/", error.Message, StringComparison.Ordinal);
        Assert.Equal("DM6007", lockError.Code.Value);
        Assert.False(await database.ExistsAsync(Token));
    }

    [Fact]
    public async Task Another_writer_is_reported_as_such()
    {
        await using var other = new SqliteConnection($"Data Source={_folder.File("x.db")};Pooling=False");
        await other.OpenAsync(Token);
        await ExecuteAsync(other, "BEGIN IMMEDIATE");
        var database = Resolve("Data Source=x.db;Default Timeout=1");

        var error = await Assert.ThrowsAsync<StoreException>(() => database.BeginAsync(Token));

        Assert.Equal("DM6008", error.Code.Value);
        Assert.Contains(_folder.File("x.db"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Foreign_keys_are_off_on_its_own_connection_only()
    {
        var database = Resolve("Data Source=x.db;Foreign Keys=True");
        await database.BeginAsync(Token);
        Assert.Equal(0L, await ScalarAsync(database.Connection, "PRAGMA foreign_keys"));
        await database.CommitAsync(Token);

        await using var application = new SqliteConnection($"Data Source={database.Path}");
        await application.OpenAsync(Token);
        Assert.Equal(1L, await ScalarAsync(application, "PRAGMA foreign_keys"));
        SqliteConnection.ClearPool(application);
    }

    [Fact]
    public async Task What_is_read_in_a_transaction_is_what_it_wrote()
    {
        var database = Resolve("Data Source=x.db");
        await database.BeginAsync(Token);
        await ExecuteAsync(database.Connection, "CREATE TABLE t (a)");

        var reading = await database.OpenForReadingAsync(Token);

        Assert.Same(database.Connection, reading);
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.BeginAsync(Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _databases.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Token);
    }

    private static async Task<object?> ScalarAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Token);
    }

    private SqliteDatabase Resolve(string connection) => SqliteDatabase.Resolve(SqliteProcess.Settings(connection, _folder.Path), _databases);
}
