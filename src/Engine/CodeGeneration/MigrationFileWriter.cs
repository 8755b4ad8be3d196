using DocMigrate.CodeGeneration;
using DocMigrate.Engine.Detection;
using DocMigrate.Operations;

namespace DocMigrate.Engine.CodeGeneration;

/// <summary>Writes migrations as the C# that an author would. The same migration always gives the same text. Thread-safe.</summary>
/// <param name="stores">The stores that operations may name.</param>
internal sealed class MigrationFileWriter(IEnumerable<DetectionStore> stores)
{
    private readonly Dictionary<string, IOperationCodeWriter> _writers =
        stores.ToDictionary(static store => store.Name, static store => store.Kind.CodeWriter, StringComparer.Ordinal);

    /// <summary>The file of a migration.</summary>
    /// <param name="migration">The migration; its stores are among those of this writer.</param>
    /// <param name="namespace">The namespace; parts that are no identifiers are made ones.</param>
    public MigrationFile Write(DetectedMigration migration, string @namespace)
    {
        var (module, name) = migration.Id;
        var className = Identifier.OfMigration(name);
        var code = new CodeWriter();
        foreach (var import in Namespaces(migration))
        {
            code.Line($"using {import};");
        }

        code.Line()
            .Line($"namespace {Identifier.OfNamespace(@namespace)};")
            .Line()
            .Line($"[Migration({CSharpLiteral.Of(module)}, {CSharpLiteral.Of(name)})]")
            .Line($"public sealed class {className} : Migration")
            .Line("{")
            .Indent()
            .Line("public override void Build(MigrationBuilder migration)")
            .Line("{")
            .Indent();
        foreach (var dependency in migration.Dependencies)
        {
            var other = dependency.Module == module ? "" : CSharpLiteral.Of(dependency.Module) + ", ";
            code.Line($"migration.DependsOn({other}{CSharpLiteral.Of(dependency.Name)});");
        }

        foreach (var (store, operations) in Blocks(migration.Operations))
        {
            _writers[store].Write(code, store, operations);
        }

        code.Outdent().Line("}").Outdent().Line("}");
        return new MigrationFile(migration.Id, name + ".cs", className, code.ToString());
    }

    private static IEnumerable<(string Store, MigrationOperation[] Operations)> Blocks(ValueList<StoreOperation> operations)
    {
        for (var start = 0; start < operations.Count;)
        {
            var store = operations[start].Store;
            MigrationOperation[] block =
                [.. operations.Skip(start).TakeWhile(operation => operation.Store == store).Select(static operation => operation.Operation)];
            yield return (store, block);
            start += block.Length;
        }
    }

    private IEnumerable<string> Namespaces(DetectedMigration migration) => migration.Operations
        .SelectMany(operation => _writers[operation.Store].Namespaces)
        .Append("DocMigrate")
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);
}
