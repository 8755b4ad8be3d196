using System.Reflection;
using DocMigrate.Engine.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DocMigrate.Engine.Tests.Models;

public sealed class AssemblyReadingTests
{
    private static readonly ModelReader s_reader = new(new ModelReaderOptions { DefaultModule = "app", Stores = [new("main", ModelStore.Tables)] });

    [Fact]
    public void Reads_a_whole_assembly_and_its_module()
    {
        var assembly = Compile(
            """
            [assembly: DocMigrate.Module("shop")]
            [System.ComponentModel.DataAnnotations.Schema.Table("a")] public class A { public int Id { get; set; } }
            [DocMigrate.Module("crm"), System.ComponentModel.DataAnnotations.Schema.Table("b")] internal class B { public int Id { get; set; } }
            public class C { public int Id { get; set; } }
            """);

        Assert.Equal(["shop.a", "crm.b"], s_reader.Read(assembly).Select(static entity => $"{entity.Module}.{entity.Name}"));
    }

    [Fact]
    public void A_class_may_refer_to_a_class_of_another_assembly()
    {
        var customers = Compile("""[System.ComponentModel.DataAnnotations.Schema.Table("customers")] public class Customer { public int Id { get; set; } }""", out var image);
        var orders = Compile(
            """[System.ComponentModel.DataAnnotations.Schema.Table("orders")] public class Order { public int Id { get; set; } [System.ComponentModel.DataAnnotations.Schema.ForeignKey("Customer")] public int CustomerId { get; set; } }""",
            out _,
            image);

        Assert.Equal("customers", s_reader.Read([orders, customers]).Single(static entity => entity.Name == "orders").Property("CustomerId").References);
    }

    [Fact]
    public void An_assembly_without_models_has_none() => Assert.Empty(s_reader.Read(typeof(ModelReader).Assembly));

    private static Assembly Compile(string code) => Compile(code, out _);

    private static Assembly Compile(string code, out byte[] image, params byte[][] references)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            $"Models{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(code)],
            [.. platform, .. references.Select(static reference => MetadataReference.CreateFromImage(reference))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var stream = new MemoryStream();
        Assert.Empty(compilation.Emit(stream).Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        image = stream.ToArray();
        return Assembly.Load(image);
    }
}
