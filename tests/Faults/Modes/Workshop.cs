using DocMigrate.Faults.Children;
using DocMigrate.Faults.Oracle;

namespace DocMigrate.Faults.Modes;

/// <summary>A folder with prepared databases, and what every mode needs. Folders of failed trials stay.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    // A file system in memory where there is one: what is tried here is the death of a process, which loses nothing that was written, synced or not.
    private const string Memory = "/dev/shm";

    private readonly DirectoryInfo _root;
    private bool _keep;

    private Workshop(Settings settings, DirectoryInfo root, PostgresServer? postgres, MongoServer? mongo)
    {
        Settings = settings;
        Mongo = mongo;
        Servers = [.. new Server?[] { postgres, mongo }.OfType<Server>()];
        _root = root;
        Places = new Places(root.FullName, settings.Stores, settings.SameFile, postgres?.Connection, mongo?.Connection);
        Inputs = new Inputs(settings.Seed, rows: 40, documents: 120);
        Judge = new Judge(Inputs, settings.Stores);
    }

    public Settings Settings { get; }

    /// <summary>The servers that stores are on.</summary>
    public IReadOnlyList<Server> Servers { get; }

    /// <summary>The server of the store that is in MongoDB; null where none is.</summary>
    public MongoServer? Mongo { get; }

    public Places Places { get; }

    public Inputs Inputs { get; }

    public Judge Judge { get; }

    public static async Task<Workshop> OpenAsync(Settings settings)
    {
        var root = Root();
        var postgres = settings.Stores.Any(static store => store.OnPostgres) ? await PostgresServer.StartAsync() : null;
        var mongo = settings.Stores.Any(static store => store.OnMongo) ? await MongoServer.StartAsync(Path.Combine(root.FullName, "mongodb"), !settings.Standalone) : null;
        return new Workshop(settings, root, postgres, mongo);
    }

    public string FolderOf(string name) => Path.Combine(_root.FullName, name);

    public Stores StoresIn(string folder) => new(Places, folder);

    public ChildRequest Request(string folder, params string[] actions) => new() { Folder = folder, Places = Places, Workers = Settings.Workers, Actions = actions };

    /// <summary>Makes databases that are at the first migration, with the input in them.</summary>
    public async Task<string> PrepareAsync()
    {
        var folder = FolderOf("start");
        await Places.CreateAsync(folder);
        await RequireAsync(Request(folder, "1"));
        StoresIn(folder).Fill(Inputs);
        return folder;
    }

    /// <summary>Runs a child that must do what it is told.</summary>
    public static async Task<ChildResult> RequireAsync(ChildRequest request)
    {
        var end = await ChildProcess.RunAsync(request);
        return end.Succeeded ? end.Result! : throw new InvalidOperationException($"'{string.Join("', '", request.Actions)}' in {request.Folder}: {end.Fault}");
    }

    /// <summary>A folder with copies of the databases in another.</summary>
    public async Task<string> CopyOfAsync(string folder, string name)
    {
        var copy = FolderOf(name);
        await Places.CopyAsync(folder, copy);
        return copy;
    }

    /// <summary>
    /// Holds the databases against the truth; of files copies, so that what SQLite does about a dead process's transaction is left to the next run. A server does that by
    /// itself, at any time.
    /// </summary>
    public void Inspect(string folder, Harm harm)
    {
        var copy = Path.Combine(folder, "inspected");
        Places.CopyFiles(folder, copy);
        harm.Add(Judge.AfterDeath(new Stores(Places, folder, files: copy).Read()));
    }

    /// <summary>A process that nobody disturbs goes to a migration, and from there to the other end of the history; both times all must be as it should.</summary>
    /// <param name="undisturbed">What to do before.</param>
    /// <param name="goal">Where to go first.</param>
    /// <param name="harm">Gets what is found.</param>
    /// <exception cref="InvalidOperationException">It did not come there.</exception>
    public async Task ConcludeAsync(ChildRequest undisturbed, int goal, Harm harm)
    {
        var other = goal == FaultHistory.First ? FaultHistory.Last : FaultHistory.First;
        var end = await ChildProcess.RunAsync(undisturbed with { Actions = [.. undisturbed.Actions, ActionOf(goal), "copy goal", ActionOf(other)] });
        Require(end, harm);
        harm.Add(Judge.AtRest(StoresIn(Path.Combine(undisturbed.Folder, "goal")).Read(), goal));
        harm.Add(Judge.AtRest(StoresIn(undisturbed.Folder).Read(), other));
    }

    /// <summary>What a child is told to go to a migration.</summary>
    public static string ActionOf(int migration) =>
        migration == FaultHistory.Last ? "latest" : migration.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <exception cref="InvalidOperationException">The child did not do what it was told.</exception>
    public static void Require(ChildEnd end, Harm harm)
    {
        if (end.ExitCode == ChildEnd.LockedCode)
        {
            harm.AddStuckLock(end.Fault);
        }

        if (!end.Succeeded)
        {
            throw new InvalidOperationException(end.Fault);
        }
    }

    /// <summary>Keeps all folders, and in this one what is in the databases: a server takes them with it when it goes.</summary>
    public void Keep(string folder)
    {
        _keep = true;
        if (Servers.Count > 0)
        {
            File.WriteAllText(Path.Combine(folder, "dump.txt"), StoresIn(folder).Dump());
        }
    }

    /// <summary>Forgets the folder of a trial that went well.</summary>
    public Task ForgetAsync(string folder) => Places.ForgetAsync(folder);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Servers)
        {
            await server.DisposeAsync();
        }

        if (!_keep)
        {
            _root.Delete(recursive: true);
        }
    }

    private static DirectoryInfo Root() => Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Combine(Memory, $"docmigrate-faults-{Guid.NewGuid():n}"))
        : Directory.CreateTempSubdirectory("docmigrate-faults-");
}
