using DocMigrate.Faults.Children;
using DocMigrate.Faults.Oracle;

namespace DocMigrate.Faults.Modes;

/// <summary>A folder with prepared databases, and what every mode needs. Folders of failed trials stay.</summary>
internal sealed class Workshop : IDisposable
{
    // A file system in memory where there is one: what is tried here is the death of a process, which loses nothing that was written, synced or not.
    private const string Memory = "/dev/shm";

    private readonly DirectoryInfo _root = Root();
    private bool _keep;

    public Workshop(Settings settings)
    {
        Settings = settings;
        Inputs = new Inputs(settings.Seed, rows: 40, documents: 120);
        Judge = new Judge(Inputs);
    }

    public Settings Settings { get; }

    public Inputs Inputs { get; }

    public Judge Judge { get; }

    public string FolderOf(string name) => Path.Combine(_root.FullName, name);

    public Stores StoresIn(string folder) => new(folder, Settings.SameFile);

    public ChildRequest Request(string folder, params string[] actions) => new() { Folder = folder, SameFile = Settings.SameFile, Actions = actions };

    /// <summary>Makes databases that are at the first migration, with the input in them.</summary>
    public async Task<string> PrepareAsync()
    {
        var folder = FolderOf("start");
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
    public string CopyOf(string folder, string name)
    {
        var copy = FolderOf(name);
        StoreFiles.Copy(folder, copy);
        return copy;
    }

    /// <summary>Holds a copy of the databases against the truth, so that what SQLite does about a dead process's transaction is left to the next run.</summary>
    public void Inspect(string folder, Harm harm)
    {
        var copy = Path.Combine(folder, "inspected");
        StoreFiles.Copy(folder, copy);
        harm.Add(Judge.AfterDeath(StoresIn(copy)));
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
        harm.Add(Judge.AtRest(StoresIn(Path.Combine(undisturbed.Folder, "goal")), goal));
        harm.Add(Judge.AtRest(StoresIn(undisturbed.Folder), other));
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

    public void Keep() => _keep = true;

    /// <summary>Forgets the folder of a trial that went well.</summary>
    public static void Forget(string folder) => Directory.Delete(folder, recursive: true);

    private static DirectoryInfo Root() => Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Combine(Memory, $"docmigrate-faults-{Guid.NewGuid():n}"))
        : Directory.CreateTempSubdirectory("docmigrate-faults-");

    public void Dispose()
    {
        if (!_keep)
        {
            _root.Delete(recursive: true);
        }
    }
}
