using DocMigrate.Benchmarks.Scenarios;

namespace DocMigrate.Benchmarks;

/// <summary>One comparison: the same work done by DocMigrate and by the best known hand-written form, on equal copies of the data.</summary>
internal abstract class Scenario
{
    public static IReadOnlyList<Scenario> All { get; } = [new ReshapeSqlite(), new ReshapePostgres(), new ReshapeMongo(), new Fuse10(), new ClientTransform(), new ClientMongo(), new Noop(), new FromZero(), new BsonCodec(), new ReadCurrent()];

    public abstract string Name { get; }

    /// <summary>What the reference is, in a few words.</summary>
    public abstract string Reference { get; }

    public abstract int DefaultScale { get; }

    /// <summary>Observes our side's run, where it is one that looks before it writes.</summary>
    public PreflightWatch Preflight { get; } = new();

    /// <summary>What the scenario measured by itself, the whole of it first, whose time is then the run's; empty where the time of the run is taken.</summary>
    public IReadOnlyList<Part> Parts { get; protected set; } = [];

    /// <summary>Which server it runs on; null where that says nothing.</summary>
    public virtual string? Server => null;

    /// <summary>What our side's run says of the documents that the server looked at; null for nothing.</summary>
    public IReadOnlyDictionary<string, double>? ExaminedBy { get; protected set; }

    /// <summary>Makes the data.</summary>
    public abstract Task PrepareAsync(string folder, int scale);

    /// <summary>What is done before the time is taken; nothing by default.</summary>
    public virtual Task WarmUpOursAsync(string folder, int scale) => Task.CompletedTask;

    public virtual Task WarmUpReferenceAsync(string folder, int scale) => Task.CompletedTask;

    /// <summary>DocMigrate's side, with every default guarantee on.</summary>
    public abstract Task RunOursAsync(string folder, int scale);

    public abstract Task RunReferenceAsync(string folder, int scale);

    /// <summary>What the server has done up to now; null (the default) where it is not counted.</summary>
    public virtual Task<ServerWork?> CountWorkAsync(string folder) => Task.FromResult<ServerWork?>(null);

    /// <summary>Ends what <see cref="PrepareAsync"/> started; nothing by default.</summary>
    public virtual ValueTask EndAsync() => ValueTask.CompletedTask;

    /// <summary>Throws when the two results differ.</summary>
    public abstract Task VerifyAsync(string ours, string reference);

    public static Scenario? Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name);
}
