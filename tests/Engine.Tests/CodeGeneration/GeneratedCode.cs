using System.Reflection;
using System.Runtime.Loader;
using DocMigrate.Engine.CodeGeneration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DocMigrate.Engine.Tests.CodeGeneration;

/// <summary>Compiles migration files as a strict project would: nullable, no implicit usings, no warnings.</summary>
internal static class GeneratedCode
{
    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>What the migrations in the files declare, in the order of the files.</summary>
    public static IReadOnlyList<MigrationDefinition> Run(params MigrationFile[] files)
    {
        var compilation = CSharpCompilation.Create(
            "Generated",
            files.Select(static file => CSharpSyntaxTree.ParseText(file.Text, path: file.FileName)),
            s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9));
        Assert.Empty(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        image.Position = 0;
        var context = new AssemblyLoadContext("generated", isCollectible: true);
        try
        {
            var types = context.LoadFromStream(image).GetTypes();
            return [.. files.Select(file => Build(types, file))];
        }
        finally
        {
            context.Unload();
        }
    }

    private static MigrationDefinition Build(Type[] types, MigrationFile file)
    {
        var type = Assert.Single(types, type => type.GetCustomAttribute<MigrationAttribute>() is { } named && new MigrationId(named.Module, named.Name) == file.Migration);
        Assert.Equal(file.ClassName, type.Name);
        var builder = new MigrationBuilder(file.Migration);
        ((Migration)Activator.CreateInstance(type)!).Build(builder);
        return builder.ToDefinition();
    }
}
