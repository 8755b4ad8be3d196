using System.Text.RegularExpressions;
using DocMigrate.History;
using DocMigrate.Locking;

namespace DocMigrate.Architecture.Tests;

/// <summary>What an interface asks of every backend is written once, as abstract tests: no backend may leave them out.</summary>
public sealed partial class SpecificationTests
{
    private static readonly (Type Contract, string Suite)[] s_suites =
    [
        (typeof(IMigrationLock), "LockTests"),
        (typeof(IMigrationLedger), "LedgerTests"),
        (typeof(IStoreJournal), "JournalTests"),
    ];

    [Fact]
    public void Every_backend_inherits_the_specification_of_what_it_implements()
    {
        var missing = from type in Product.Types
                      where type is { IsClass: true, IsAbstract: false }
                      from item in s_suites
                      where type.IsAssignableTo(item.Contract)
                      let tests = TestsOf(type.Assembly.GetName().Name!)
                      where !Repository.FilesIn(tests, ".cs").Any(file => Inherits(file, item.Suite))
                      select $"{type.FullName}: no class in {tests} derives from {item.Suite}";

        Rule.Holds(missing);
    }

    [Fact]
    public void Every_suite_of_the_specification_is_asked_for()
    {
        var written = Repository.FilesIn("tests/Specification/", "Tests.cs")
            .Where(static file => Suite().IsMatch(Repository.Read(file))).Select(static file => Path.GetFileNameWithoutExtension(file))
            .Where(static suite => Repository.FilesIn("tests/Specification/", ".cs").All(file => !Inherits(file, suite)));

        Assert.Equal(s_suites.Select(static item => item.Suite).Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    // DocMigrate.Sql.Sqlite is tested in tests/Sql.Sqlite.Tests/.
    private static string TestsOf(string assembly) => $"tests/{assembly["DocMigrate.".Length..]}.Tests/";

    private static bool Inherits(string file, string suite) => Regex.IsMatch(Repository.Read(file), $@"\bclass \w+[^:{{]*: {suite}\b");

    [GeneratedRegex(@"\babstract class \w+Tests\b")]
    private static partial Regex Suite();
}
