using DocMigrate.Engine.CodeGeneration;
using DocMigrate.Engine.Detection;
using DocMigrate.Engine.Tests.Detection;
using DocMigrate.Models;
using Microsoft.CodeAnalysis.CSharp;
using static DocMigrate.Engine.Tests.Detection.ModelSketch;

namespace DocMigrate.Engine.Tests.CodeGeneration;

public sealed class MigrationFileWriterTests
{
    private readonly MigrationFileWriter _writer = new(DetectionHarness.Stores);

    [Fact]
    public void Writes_what_an_author_would()
    {
        var project = new DetectionHarness();
        project.MakeMigrations(Table("customers", Text("name")), Documents("profiles", Text("addr")));

        var migration = Assert.Single(project.MakeMigrations(
            [Table("customers", Text("full_name").Was("name")), Documents("profiles", Text("address").Was("addr"), Number("age"))], [], name: "address_and_age"));

        Assert.Equal(
            """
            using DocMigrate;
            using DocMigrate.Document.Expressions;
            using DocMigrate.Document.Operations;
            using DocMigrate.Document.State;
            using DocMigrate.Document.Values;

            namespace Shop.Migrations;

            [Migration("shop", "0002_address_and_age")]
            public sealed class M0002_AddressAndAge : Migration
            {
                public override void Build(MigrationBuilder migration)
                {
                    migration.DependsOn("0001_initial");
                    migration.Sql("main", sql => sql
                        .RenameColumn("customers", "name", "full_name"));
                    migration.Documents("catalog", "profiles", c => c
                        .Rename("addr", "address")
                        .Declare("age", FieldShape.Int64.OrNull()));
                }
            }

            """,
            _writer.Write(migration, "Shop.Migrations").Text);
    }

    [Fact]
    public void What_it_writes_compiles_without_warnings_and_declares_the_same_operations()
    {
        var migrations = Evolution().ToArray();
        var files = migrations.Select(migration => _writer.Write(migration, $"Shop.{migration.Id.Module}")).ToArray();

        Assert.Equal(migrations.Select(static migration => migration.ToDefinition()), GeneratedCode.Run(files));
    }

    [Fact]
    public void The_same_migration_gives_the_same_well_formed_text()
    {
        foreach (var migration in Evolution())
        {
            var text = _writer.Write(migration, "Shop").Text;

            Assert.Equal(text, new MigrationFileWriter(DetectionHarness.Stores).Write(migration, "Shop").Text);
            Assert.EndsWith("}\n", text, StringComparison.Ordinal);
            Assert.DoesNotContain('\r', text);
            Assert.DoesNotContain('\t', text);
            Assert.DoesNotContain("\n\n\n", text, StringComparison.Ordinal);
            Assert.All(text.Split('\n'), static line =>
            {
                Assert.Equal(line.TrimEnd(), line);
                Assert.Equal(0, (line.Length - line.TrimStart(' ').Length) % 4);
            });
            Assert.Empty(CSharpSyntaxTree.ParseText(text, cancellationToken: TestContext.Current.CancellationToken)
                .GetDiagnostics(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void An_empty_migration_is_a_class_to_fill_in()
    {
        var project = new DetectionHarness();
        project.MakeMigrations(Table("orders"));
        var migration = project.Autodetector.CreateEmpty(project.History, "shop", "clean_up");

        var file = _writer.Write(migration, "Shop");

        Assert.Equal("0002_clean_up.cs", file.FileName);
        Assert.Contains("migration.DependsOn(\"0001_initial\");", file.Text, StringComparison.Ordinal);
        Assert.Equal(migration.ToDefinition(), Assert.Single(GeneratedCode.Run(file)));
    }

    [Theory]
    [InlineData("0001_initial", "M0001_Initial")]
    [InlineData("0003_split_customer_name", "M0003_SplitCustomerName")]
    [InlineData("0003", "M0003")]
    [InlineData("begin", "MBegin")]
    [InlineData("0004_größe-2_ist%da", "M0004_Größe2IstDa")]
    [InlineData("0005_class", "M0005_Class")]
    public void Any_name_becomes_a_class(string name, string className) => Assert.Equal(className, Identifier.OfMigration(name));

    [Theory]
    [InlineData("Shop.Migrations", "Shop.Migrations")]
    [InlineData("My-Shop.2nd.new", "My_Shop._2nd.@new")]
    [InlineData("Shop..x", "Shop.x")]
    public void Any_name_becomes_a_namespace(string name, string @namespace) => Assert.Equal(@namespace, Identifier.OfNamespace(name));

    /// <summary>Migrations with all that the autodetector finds, odd names among them.</summary>
    private static IEnumerable<DetectedMigration> Evolution()
    {
        var project = new DetectionHarness();
        EntityModel[] first =
        [
            Table("customers", Text("na\"me"), Text("gone")).In("crm").Index("gone"),
            Table("orders", Key("customer_id", "customers"), Text("curr")).Index("curr"),
            Table("old", Text("x")).In("shop", "other"),
            Documents("profiles", Nested("addr", Text("str"), Text("zip.code")), Many("orders", Number("qty"), Text("note")), Text("price")).Index("addr.str"),
            Documents("old \\ things"),
        ];
        EntityModel[] second =
        [
            Table("customers", Text("full\nname").Was("na\"me"), Text("vip") with { HasDefault = true, Default = "no \"way\"" }).In("crm"),
            Table("orders", Key("customer_id", "customers"), Text("currency").Was("curr"), Number("total").Required()).Index("currency", "total"),
            Table("renamed", Text("x")).Was("old").In("shop", "other"),
            Documents(
                "profiles",
                Nested("address", Text("street").Was("str"), Text("zip.code")).Was("addr"),
                Many("orders", Number("quantity").Was("qty")),
                Number("price"),
                Text("active").Required(),
                Nested("place", Nested("geo", Number("lat")))).Index("address.street"),
        ];
        return [.. project.MakeMigrations(first), .. project.MakeMigrations(second, [], ["orders.total=-1", "profiles.active=é\"😀"])];
    }
}
