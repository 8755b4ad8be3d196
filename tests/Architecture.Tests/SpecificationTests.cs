using System.Text.RegularExpressions;
using DocMigrate.History;
using DocMigrate.Locking;

namespace DocMigrate.Architecture.Tests;

/// <summary>What an interface asks of every backend is written once, as abstract tests: no backend may leave them out.</summary>
public sealed partial class SpecificationTests
{
    private const string Documents = "tests/Specification/Documents/";

    private static readonly (Type Contract, string Suite)[] s_suites =
    [
        (typeof(IMigrationLock), "LockTests"),
        (typeof(IMigrationLedger), "LedgerTests"),
        (typeof(IStoreJournal), "JournalTests"),
    ];

    private static readonly string[] s_leftOut = ["MongoHardCases 10", "MongoHardCases 8", "PostgresJsonHardCases 10", "SqliteJsonHardCases 10"];

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
    public void Every_backend_for_documents_inherits_every_suite_of_documents()
    {
        var providers = Product.Providers.Values.Where(static provider => provider.Kind.Name == "documents").ToList();
        var missing = from provider in providers
                      from suite in SuitesOf(Documents)
                      let tests = TestsOf(provider.GetType().Assembly.GetName().Name!)
                      where !Repository.FilesIn(tests, ".cs").Any(file => Inherits(file, suite))
                      select $"{provider.Name}: no class in {tests} derives from {suite}";

        Assert.NotEmpty(providers);
        Rule.Holds(missing);
    }

    /// <summary>A store may say that one of the twenty hard cases means nothing to it. Which those are is to be seen here.</summary>
    [Fact]
    public void The_hard_cases_that_a_store_leaves_out_are_these()
    {
        var left = from file in Repository.FilesIn("tests/", ".cs")
                   where Inherits(file, "HardCases")
                   from Match match in LeftOut().Matches(Repository.Read(file))
                   select $"{Path.GetFileNameWithoutExtension(file)} {match.Groups["case"].Value}";

        Assert.Equal(s_leftOut, left.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_suite_of_the_specification_is_asked_for()
    {
        var written = SuitesOf("tests/Specification/").Except(SuitesOf(Documents), StringComparer.Ordinal);

        Assert.Equal(s_suites.Select(static item => item.Suite).Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    /// <summary>The abstract classes of tests below a folder which are no base of another one there.</summary>
    private static List<string> SuitesOf(string folder) =>
    [
        .. Repository.FilesIn(folder, ".cs")
            .SelectMany(static file => Suite().Matches(Repository.Read(file))).Select(static match => match.Groups["name"].Value)
            .Where(suite => Repository.FilesIn(folder, ".cs").All(file => !Inherits(file, suite))),
    ];

    // DocMigrate.Sql.Sqlite is tested in tests/Sql.Sqlite.Tests/.
    private static string TestsOf(string assembly) => $"tests/{assembly["DocMigrate.".Length..]}.Tests/";

    private static bool Inherits(string file, string suite) => Regex.IsMatch(Repository.Read(file), $@"\bclass \w+[^:{{]*: {suite}\b");

    [GeneratedRegex(@"\[(?<case>\d+)\] = """)]
    private static partial Regex LeftOut();

    [GeneratedRegex(@"\babstract class (?<name>\w+(Tests|Cases|Evolutions))\b")]
    private static partial Regex Suite();
}
