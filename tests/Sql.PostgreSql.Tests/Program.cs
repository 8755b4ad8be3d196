using DocMigrate.Sql.PostgreSql.Tests.Harness;
using DocMigrate.Tests;
using Xunit.Runner.InProc.SystemConsole;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace DocMigrate.Sql.PostgreSql.Tests;

/// <summary>What xunit would generate, and the process that holds a lock.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args is [HoldingRun.Argument, var connection, var moment]
        ? HoldingRun.RunAsync(connection, moment)
        : ConsoleRunner.Run(args);
}
