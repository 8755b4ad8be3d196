using System.Text.RegularExpressions;
using DocMigrate.CodeGeneration;
using DocMigrate.Engine.Serialization;
using DocMigrate.Operations;

namespace DocMigrate.Architecture.Tests;

/// <summary>Every operation has its code, its test, its page, its serialisation and its C#: nobody can forget one.</summary>
public sealed class OperationArtefactTests
{
    public static TheoryData<string, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, string>();
            foreach (var (family, operation) in Product.Kinds.SelectMany(static pair => pair.Value.OperationKinds.Select(kind => (pair.Key, kind.Name))))
            {
                kinds.Add(family, operation);
            }

            return kinds;
        }
    }

    [Fact]
    public void There_are_two_families_and_a_provider_for_each()
    {
        Assert.Equal(["documents", "tables"], Product.Kinds.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("tables", Product.Providers["sqlite"].Kind.Name);
        Assert.Equal("documents", Product.Providers["sqlite-json"].Kind.Name);
        Assert.All(Product.Providers, static pair => Assert.Equal(pair.Key, pair.Value.Name));
    }

    [Fact]
    public void Every_operation_type_has_a_kind()
    {
        var registered = Product.Kinds.Values.SelectMany(static kind => kind.OperationKinds).Select(static kind => kind.Type);

        Rule.Holds(Product.Types.Where(static type => type.IsAssignableTo(typeof(MigrationOperation)) && !type.IsAbstract).Except(registered)
            .Select(static type => $"{type.FullName} is in no OperationKinds"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_operation_is_a_sealed_record_in_a_folder_of_its_own_kind(string family, string name)
    {
        var type = Find(family, name).Type;

        Assert.True(type.IsSealed, $"{type} is not sealed.");
        Assert.EndsWith("Operation", type.Name, StringComparison.Ordinal);
        Assert.Contains(".Operations", type.Namespace, StringComparison.Ordinal);
        Assert.Matches("^[a-z][A-Za-z0-9]*$", name);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_operation_has_a_page_with_an_example(string family, string name)
    {
        Assert.Contains(Find(family, name), Product.Kinds[family].OperationKinds);
        var page = $"docs/operations/{name}.md";

        Assert.True(File.Exists(Repository.PathOf(page)), $"{page} is missing.");
        Assert.StartsWith("# ", Repository.Read(page), StringComparison.Ordinal);
        Assert.Contains("```csharp", Repository.Read(page), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_operation_has_a_test(string family, string name)
    {
        var type = Find(family, name).Type.Name;
        var word = new Regex($@"\b({type}|{type.Replace("Operation", "", StringComparison.Ordinal)}(Operation)?Tests)\b");

        Assert.True(TestFiles.Any(file => word.IsMatch(Repository.Read(file))), $"No test names {type}: write {type}Tests.");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_operation_survives_the_ledger(string family, string name)
    {
        var serializer = new OperationSerializer(Product.Kinds.Values);
        var operation = SpecimenOf(family, name);

        var json = serializer.Serialize([operation]);
        var read = serializer.Deserialize(json);

        Assert.Equal(operation, Assert.Single(read));
        Assert.Equal(json, serializer.Serialize(read));
        Assert.StartsWith($"[{{\"kind\":\"{name}\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_operation_is_written_as_csharp(string family, string name)
    {
        var writer = new CodeWriter();

        Product.Kinds[family].CodeWriter.Write(writer, "main", [SpecimenOf(family, name)]);

        Assert.Contains("migration.", writer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(" \n", writer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_operation_says_what_it_does_and_loses(string family, string name)
    {
        var operation = SpecimenOf(family, name);

        Assert.False(string.IsNullOrWhiteSpace(operation.Describe()));
        Assert.False(operation.Describe().EndsWith('.'));
        Assert.Matches("^[a-z0-9_]+$", operation.NameFragment);
        Assert.True(Enum.IsDefined(operation.Loss(Direction.Forward)) && Enum.IsDefined(operation.Loss(Direction.Backward)));
    }

    [Fact]
    public void Every_page_about_an_operation_is_about_one_that_exists()
    {
        var names = Product.Kinds.Values.SelectMany(static kind => kind.OperationKinds).Select(static kind => kind.Name);

        Rule.Holds(Repository.FilesIn("docs/operations/", ".md").Select(static file => Path.GetFileNameWithoutExtension(file)).Except(names.Append("README")));
    }

    private static IEnumerable<string> TestFiles =>
        Repository.FilesIn("tests/", ".cs").Where(static file => !file.StartsWith("tests/Architecture.Tests/", StringComparison.Ordinal));

    private static OperationKind Find(string family, string name) => Product.Kinds[family].OperationKinds.Single(kind => kind.Name == name);

    private static MigrationOperation SpecimenOf(string family, string name) =>
        Assert.IsAssignableFrom<MigrationOperation>(Specimen.Of(Find(family, name).Type));
}
