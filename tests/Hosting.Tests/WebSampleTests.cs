using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Reporting;
using DocMigrate.History;
using DocMigrate.Hosting.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Hosting.Tests;

/// <summary>Real processes of <c>samples/Web</c>, as an orchestrator starts them.</summary>
public sealed class WebSampleTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("docmigrate-web-");
    private readonly List<WebProcess> _replicas = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach (var replica in _replicas)
        {
            replica.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Eight_that_start_at_once_apply_each_migration_once_and_all_come_up_healthy()
    {
        StartEight();

        foreach (var replica in _replicas)
        {
            await replica.Listening.WaitAsync(Patience, Token);
            Assert.Equal("Healthy", await replica.GetAsync("/health"));
            Assert.Contains("Buddenbrooks", await replica.GetAsync("/books"), StringComparison.Ordinal);
        }

        await AssertAppliedOnceAsync();
        foreach (var replica in _replicas)
        {
            Assert.Equal(0, await replica.StopAsync());
        }
    }

    [Fact]
    public async Task Eight_wait_for_a_pass_that_takes_longer_than_the_lock_timeout_because_it_gets_on()
    {
        var timeout = TimeSpan.FromSeconds(10);
        using var slow = new SlowPass();
        await using var old = Services(slow.Migrations);
        var factory = old.GetRequiredService<MigratorFactory>();
        slow.IsSlow = false;
        await factory.MigrateAsync(Token);
        await using var next = Services([.. slow.Migrations, slow.Pass]);
        AddNotes(SlowPass.Documents);
        slow.IsSlow = true;
        var pass = Task.Run(() => next.GetRequiredService<MigratorFactory>().MigrateAsync(Token), Token);
        await slow.Begun.WaitAsync(Patience, Token);

        StartEight(("DocMigrate__LockTimeout", timeout.ToString()));
        foreach (var replica in _replicas)
        {
            await replica.Waiting.WaitAsync(Patience, Token);
        }

        await Task.Delay(timeout + TimeSpan.FromSeconds(3), Token);
        Assert.False(pass.IsCompleted);
        Assert.All(_replicas, static replica => Assert.False(replica.Listening.IsCompleted));
        slow.IsSlow = false;

        await pass.WaitAsync(Patience, Token);
        foreach (var replica in _replicas)
        {
            await replica.Listening.WaitAsync(Patience, Token);

            // What the other application applied is not in the code of this one.
            Assert.Equal("Degraded", await replica.GetAsync("/health"));
        }

        await AssertAppliedOnceAsync();
    }

    [Fact]
    public async Task One_that_can_not_migrate_ends_with_the_exit_code_of_the_reason()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "reviews.db"), new string('x', 5000), Token);
        var replica = Start();

        await Assert.ThrowsAsync<InvalidOperationException>(() => replica.Listening.WaitAsync(Patience, Token));

        Assert.Equal(1, await replica.ExitAsync());
        Assert.Contains("The application does not start. DM6005", replica.ToString(), StringComparison.Ordinal);
    }

    private WebProcess Start(params (string Name, string Value)[] environment)
    {
        var replica = WebProcess.Start(_folder.FullName, environment.ToDictionary(static pair => pair.Name, static pair => pair.Value));
        _replicas.Add(replica);
        return replica;
    }

    private void StartEight(params (string Name, string Value)[] environment)
    {
        for (var i = 0; i < 8; i++)
        {
            Start(environment);
        }
    }

    private async Task AssertAppliedOnceAsync()
    {
        await using var services = Services([]);
        await using var migrator = services.GetRequiredService<MigratorFactory>().Open();
        var ours = (await migrator.HistoryAsync(Token)).Where(static line => line.Migration?.StartsWith("library.", StringComparison.Ordinal) ?? false).ToArray();

        string[] expected =
        [
            "library.0001_initial on ", "library.0001_initial on main", "library.0001_initial on reviews",
            "library.0002_languages_and_stars on ", "library.0002_languages_and_stars on main", "library.0002_languages_and_stars on reviews",
        ];
        Assert.Equal(expected, ours.Where(static line => line.Status == MigrationStatus.Applied).Select(TextOf).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(ours, static line => line.Status is MigrationStatus.Failed or MigrationStatus.RolledBack);
    }

    private static string TextOf(HistoryReport line) => $"{line.Migration} on {line.Store}";

    /// <summary>Another application on the same stores.</summary>
    private ServiceProvider Services(IEnumerable<MigrationDefinition> migrations) => new ServiceCollection()
        .AddDocMigrate(options =>
        {
            options.Catalog = MigrationCatalog.FromDefinitions(migrations);
            options.AddStore("main", "sqlite", $"Data Source={Path.Combine(_folder.FullName, "library.db")}");
            options.AddStore(
                "reviews", "sqlite-json", $"Data Source={Path.Combine(_folder.FullName, "reviews.db")}", new Dictionary<string, string> { ["chunkSize"] = "5" });
        })
        .BuildServiceProvider();

    private void AddNotes(int count)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "reviews.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < $1) "
            + "INSERT INTO notes (_id, document) SELECT value, jsonb_object('_id', value, 'count', 0) FROM n";
        command.Parameters.AddWithValue("$1", count);
        command.ExecuteNonQuery();
    }

    /// <summary>A migration whose pass takes its time with each document for as long as it is told to.</summary>
    private sealed class SlowPass : IDisposable
    {
        public const int Documents = 5_000;

        private readonly ManualResetEventSlim _never = new();
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isSlow;
        private int _calls;

        public SlowPass() => Pass = Application.Define("notes.0002_count", migration => migration
            .Documents("reviews", "notes", c => c.Add("checked", false).Transform("count", Count, static note => note)));

        public IReadOnlyList<MigrationDefinition> Migrations { get; } =
            [Application.Define("notes.0001_initial", static migration => migration.Documents("reviews", "notes", static c => c.Create()))];

        public MigrationDefinition Pass { get; }

        public Task Begun => _begun.Task;

        public bool IsSlow
        {
            set => _isSlow = value;
        }

        public void Dispose() => _never.Dispose();

        private JObject Count(JObject note)
        {
            // The check before the run sees each document once, and the pass once more, because the database adds a field in between.
            if (Interlocked.Increment(ref _calls) > Documents)
            {
                _begun.TrySetResult();
                if (_isSlow)
                {
                    _never.Wait(TimeSpan.FromMilliseconds(20));
                }
            }

            note["count"] = note.Value<int>("count") + 1;
            return note;
        }
    }
}
