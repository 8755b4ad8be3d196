using DocMigrate.Tests;
using Xunit.Runner.InProc.SystemConsole;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace DocMigrate.Sql.PostgreSql.Tests;

/// <summary>What xunit would generate.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => ConsoleRunner.Run(args);
}
