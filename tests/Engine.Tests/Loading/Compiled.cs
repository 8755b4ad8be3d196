using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DocMigrate.Engine.Tests.Loading;

/// <summary>Assemblies compiled from a text.</summary>
internal static class Compiled
{
    private static readonly MetadataReference[] s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];

    public static Assembly Assembly(string source, string name = "Compiled")
    {
        using var stream = Image(source, name);
        // Not collectible contexts keep them; a test process is short.
        return new AssemblyLoadContext(name).LoadFromStream(stream);
    }

    public static MemoryStream Image(string source, string name)
    {
        var tree = CSharpSyntaxTree.ParseText(
            "using System; using DocMigrate; using DocMigrate.Engine.Tests.Fakes; using System.ComponentModel.DataAnnotations.Schema;\n" + source,
            cancellationToken: TestContext.Current.CancellationToken);
        var compilation = CSharpCompilation.Create(name, [tree], s_references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var stream = new MemoryStream();
        var result = compilation.Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Xunit.Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        stream.Position = 0;
        return stream;
    }
}
