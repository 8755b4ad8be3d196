namespace DocMigrate.Faults.Modes;

/// <summary>The command line.</summary>
internal sealed record Settings
{
    public const string Usage = """
        usage: [--stores sqlite,sqlite-json] [--same-file] [--seed S] [--jobs J] and one of
          --kills N           kill a migrating process N times, and look what is left   [--trial T: only that one] [--points a,b: only at these, and all of them]
          --self-test         switch protections off, one at a time: each harm must be seen
          --race P --rounds R start P processes at once, R times
          --frozen-holder     halt the holder of the lock, unlock, go on without it, wake it
          --troubles          a full disk, a busy database, one that can't be written, a clock that jumps   [--rounds R: at most R of each]
        """;

    /// <summary>The providers of the two stores: of tables, of documents.</summary>
    public ValueList<string> Stores { get; init; } = ["sqlite", "sqlite-json"];

    public bool SameFile { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>How many trials run at a time.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

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
                "--stores" => settings with { Stores = Next().Split(',').ToValueList() },
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

        return settings.Mode is null ? throw new ArgumentException("It is not said what to do.")
            : settings.Stores is ["sqlite", "sqlite-json"] ? settings
            : throw new ArgumentException($"The stores '{string.Join(',', settings.Stores)}' can't be tried: write sqlite,sqlite-json.");
    }
}
