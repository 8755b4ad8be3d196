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
            code.Line($"migration.DependsOn({Arguments(module, dependency)});");
        }

        WriteReplaces(code, migration.Replaces);
        foreach (var other in migration.CommutesWith)
        {
            code.Line($"migration.CommutesWith({Arguments(module, other)});");
        }

        foreach (var (store, operations) in Blocks(migration.Operations))
        {
            _writers[store].Write(code, store, operations);
        }

        code.Outdent().Line("}").Outdent().Line("}");
        return new MigrationFile(migration.Id, name + ".cs", className, code.ToString());
    }

    /// <summary>Why an operation can't be written as code, as the end of a sentence; null when it can.</summary>
    public string? Obstacle(StoreOperation operation) => _writers[operation.Store].Obstacle(operation.Operation);

    /// <summary>The operation that running what is written declares.</summary>
    public StoreOperation AsWritten(StoreOperation operation) => operation with { Operation = _writers[operation.Store].AsWritten(operation.Operation) };

    private static string Arguments(string module, MigrationId other) =>
        (other.Module == module ? "" : CSharpLiteral.Of(other.Module) + ", ") + CSharpLiteral.Of(other.Name);

    private static void WriteReplaces(CodeWriter code, ValueList<MigrationId> replaced)
    {
        if (replaced.Count == 0)
        {
            return;
        }

        code.Line("migration.Replaces(").Indent();
        for (var i = 0; i < replaced.Count; i++)
        {
            code.Line(CSharpLiteral.Of(replaced[i].Name) + (i < replaced.Count - 1 ? "," : ");"));
        }

        code.Outdent();
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
