using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Tests.Loading;

public sealed class MigrationCatalogTests
{
    [Fact]
    public void Finds_migrations_by_their_attribute_and_builds_them_when_asked()
    {
        var assembly = Compiled.Assembly("""
            [Migration("shop", "0002_next")] internal sealed class B : Migration
            {
                public override void Build(MigrationBuilder m) => m.DependsOn("0001_first").Add("main", new MakeOperation { Name = "x" });
            }
            [Migration("shop", "0001_first")] public sealed class A : Migration { public override void Build(MigrationBuilder m) => throw new Exception("Not yet."); }
            public sealed class NoAttribute : Migration { public override void Build(MigrationBuilder m) { } }
            """);

        var catalog = MigrationCatalog.FromAssemblies(assembly);

        Assert.Equal([Define.Id("shop.0001_first"), Define.Id("shop.0002_next")], catalog.Ids);
        var second = catalog.Find(Define.Id("shop.0002_next"))!;
        Assert.Equal([Define.Id("shop.0001_first")], second.Dependencies);
        Assert.Equal(["main"], second.Stores);
        Assert.Same(second, catalog.Find(second.Id));
        Assert.Null(catalog.Find(Define.Id("shop.0003")));
    }

    [Fact]
    public void Names_both_classes_of_two_migrations_of_one_name()
    {
        var assembly = Compiled.Assembly("""
            namespace Here { [Migration("shop", "0001")] public sealed class A : Migration { public override void Build(MigrationBuilder m) { } } }
            namespace There { [Migration("shop", "0001")] public sealed class B : Migration { public override void Build(MigrationBuilder m) { } } }
            """);

        var error = Assert.Throws<CatalogException>(() => MigrationCatalog.FromAssemblies(assembly));

        Assert.Equal(("DM2200", ExitCode.Usage), (error.Code.Value, error.ExitCode));
        Assert.Contains("'shop.0001'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Here.A'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'There.B'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[Migration("a", "1")] public abstract class X : Migration { }""", "it is abstract")]
    [InlineData("""[Migration("a", "1")] public sealed class X { }""", "does not derive from Migration")]
    [InlineData("""[Migration("a", "1")] public sealed class X<T> : Migration { public override void Build(MigrationBuilder m) { } }""", "it is generic")]
    [InlineData("""[Migration("a", "1")] public sealed class X(int y) : Migration { public override void Build(MigrationBuilder m) => y.ToString(); }""", "no public constructor")]
    [InlineData("""[Migration("a.b", "1")] public sealed class X : Migration { public override void Build(MigrationBuilder m) { } }""", "'a.b' is empty or has a dot")]
    [InlineData("""[Migration("a", "zero")] public sealed class X : Migration { public override void Build(MigrationBuilder m) { } }""", "'zero'")]
    public void Says_why_a_class_cannot_be_a_migration(string source, string reason)
    {
        var assembly = Compiled.Assembly(source);

        var error = Assert.Throws<CatalogException>(() => MigrationCatalog.FromAssemblies(assembly));

        Assert.Equal("DM2201", error.Code.Value);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public override void Build(MigrationBuilder m) => throw new InvalidOperationException(\"Broken.\");")]
    [InlineData("public X() => throw new InvalidOperationException(\"Broken.\"); public override void Build(MigrationBuilder m) { }")]
    public void Names_the_migration_that_cannot_be_built(string body)
    {
        var catalog = MigrationCatalog.FromAssemblies(Compiled.Assembly($$"""[Migration("a", "1")] public sealed class X : Migration { {{body}} }"""));

        var error = Assert.Throws<CatalogException>(() => catalog.Find(Define.Id("a.1")));

        Assert.Equal("DM2202", error.Code.Value);
        Assert.Contains("'a.1' (class 'X') can't be built: Broken.", error.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public void Takes_definitions_and_refuses_two_of_one_name()
    {
        var error = Assert.Throws<CatalogException>(() => MigrationCatalog.FromDefinitions([Define.Migration("a.1"), Define.Migration("a.1")]));

        Assert.Equal("DM2200", error.Code.Value);
    }
}
