using DocMigrate.Sql.Sqlite.Tests.Locking;
using Xunit.Runner.InProc.SystemConsole;

namespace DocMigrate.Sql.Sqlite.Tests;

/// <summary>What xunit would generate, and the run that <see cref="FrozenHolderTests"/> starts as a process of its own.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args is [FrozenRun.Argument, var folder, var moment]
        ? FrozenRun.RunAsync(folder, moment)
        : ConsoleRunner.Run(args);
}
