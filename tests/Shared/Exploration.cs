using FsCheck;

namespace DocMigrate.Tests;

/// <summary>
/// Which cases a property test makes. The same ones each time, so that a change is not blamed for a case that nobody had met before;
/// other ones each time with <c>DOCMIGRATE_TEST_EXPLORE=1</c>, which is how new failures are looked for (a failing case is then added by its seed).
/// </summary>
internal static class Exploration
{
    private static bool Explores => Environment.GetEnvironmentVariable("DOCMIGRATE_TEST_EXPLORE") is "1" or "true";

    public static Config Of(Config config) => Explores ? config : config.WithReplay(new Replay(new Rnd(20261122, 11400714819323198485), null));
}
