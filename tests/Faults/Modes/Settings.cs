namespace DocMigrate.Faults.Modes;

/// <summary>The command line.</summary>
internal sealed record Settings
{
    public const string Usage = """
        usage: [--stores sqlite,sqlite-json,postgresql-jsonb,mongodb] [--standalone: MongoDB without transactions] [--same-file] [--workers W] [--seed S] [--jobs J] and one of
          --kills N           kill a migrating process N times, and look what is left   [--trial T: only that one] [--points a,b: only at these, and all of them]
                              [--kill-server: kill the server of a store, and start it again]
                              [--drops: connections to MongoDB are dropped meanwhile, and its primary steps down]
          --self-test         switch protections off, one at a time: each harm must be seen; with tables and one store of documents
          --race P --rounds R start P processes at once, R times
          --frozen-holder     halt the holder of the lock, unlock, go on without it, wake it
          --troubles          a full disk, a busy database, one that can't be written, a clock that jumps   [--rounds R: at most R of each]
        """;

    private const string TwoFiles = "sqlite,sqlite-json";

    /// <summary>The stores' providers, as they were written.</summary>
    public string Providers { get; init; } = TwoFiles;

    public StoreUse[] Stores => StoreUse.Parse(Providers);

    public bool SameFile { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>How many trials run at a time. All have one server.</summary>
    public int Jobs { get => KillsServer ? 1 : field; init; } = Environment.ProcessorCount;

    /// <summary>On how many threads documents are reshaped.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Whether the server dies, and the migrating process with it only now and then.</summary>
    public bool KillsServer { get; init; }

    /// <summary>Whether single commands to MongoDB go wrong meanwhile.</summary>
    public bool Drops { get; init; }

    /// <summary>Whether MongoDB has no transactions.</summary>
    public bool Standalone { get; init; }

    public string? Mode { get; init; }

    public int Kills { get; init; }

    public int? Trial { get; init; }

    /// <summary>The points at which to kill; empty for all, and for random moments.</summary>
    public ValueList<string> Points { get; init; } = [];

    public int Processes { get; init; }

    public int Rounds { get; init; } = 25;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">It can't be read.</exception>
    public static Settings Parse(string[] arguments)
    {
        var settings = new Settings();
        for (var i = 0; i < arguments.Length; i++)
        {
            string Next() => ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} lacks its value.");
            int Number() => int.TryParse(Next(), out var number) && number >= 0 ? number : throw new ArgumentException($"{arguments[i - 1]} needs a number.");
            settings = arguments[i] switch
            {
                "--stores" => settings with { Providers = Next() },
                "--workers" => settings with { Workers = Math.Max(1, Number()) },
                "--kill-server" => settings with { KillsServer = true },
                "--drops" => settings with { Drops = true },
                "--standalone" => settings with { Standalone = true },
                "--same-file" => settings with { SameFile = true },
                "--seed" => settings with { Seed = Number() },
                "--jobs" => settings with { Jobs = Math.Max(1, Number()) },
                "--kills" => settings with { Mode = "--kills", Kills = Number() },
                "--points" => settings with { Points = Next().Split(',').ToValueList() },
                "--trial" => settings with { Trial = Number() },
                "--race" => settings with { Mode = "--race", Processes = Number() },
                "--rounds" => settings with { Rounds = Number() },
                "--self-test" or "--frozen-holder" or "--troubles" => settings with { Mode = arguments[i] },
                _ => throw new ArgumentException($"'{arguments[i]}' is not known."),
            };
        }

        if (settings.Mode is null)
        {
            throw new ArgumentException("It is not said what to do.");
        }

        var stores = settings.Stores;
        var hasMongo = stores.Any(static store => store.OnMongo);
        var fits = settings.Mode switch
        {
            "--kills" => !settings.KillsServer || stores.Any(static store => store.OnServer),
            "--self-test" => stores is [{ HasTables: true }, { OnMongo: false }] && !settings.SameFile,
            "--frozen-holder" => settings.Providers == TwoFiles || hasMongo,
            _ => settings.Providers == TwoFiles,
        };
        return fits && (hasMongo || !(settings.Standalone || settings.Drops)) && (!settings.SameFile || settings.Providers == TwoFiles)
            ? settings
            : throw new ArgumentException($"{string.Join(' ', arguments)}: that can't be done with these stores.");
    }
}
