using DocMigrate.CodeGeneration;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Operations;

namespace DocMigrate.Document.CodeGeneration;

/// <summary>Writes operations as the calls that declare them: one block for each run of operations on one collection.</summary>
internal sealed class DocumentCodeWriter : IOperationCodeWriter
{
    public IReadOnlyList<string> Namespaces { get; } = ["DocMigrate.Document.Expressions", "DocMigrate.Document.Operations", "DocMigrate.Document.State", "DocMigrate.Document.Values"];

    public void Write(CodeWriter writer, string store, IReadOnlyList<MigrationOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        for (var i = 0; i < operations.Count;)
        {
            var first = (DocumentOperation)operations[i];
            if (OperationCode.NeedsInitializer(first))
            {
                writer.Line($"migration.Add({CSharpLiteral.Of(store)}, {OperationCode.Initializer(first)});");
                i++;
                continue;
            }

            writer.Line($"migration.Documents({CSharpLiteral.Of(store)}, {CSharpLiteral.Of(first.Collection)}, c => c").Indent();
            var latecomers = UnstampedPolicy.Report;
            for (; i < operations.Count && operations[i] is DocumentOperation next && next.Collection == first.Collection && !OperationCode.NeedsInitializer(next); i++)
            {
                if (next is ReshapeOperation reshape && reshape.Unstamped != latecomers)
                {
                    latecomers = reshape.Unstamped;
                    writer.Line($".Unstamped({CSharpLiteral.Of(latecomers)})");
                }

                Write(writer, next, first.Collection);
            }

            writer.Outdent().Append(");");
        }
    }

    public string? Obstacle(MigrationOperation operation) => operation is TransformDocumentsOperation transform ? OperationCode.Obstacle(transform) : null;

    public MigrationOperation AsWritten(MigrationOperation operation) =>
        operation is TransformDocumentsOperation transform ? transform with { Code = OperationCode.Source(transform) } : operation;

    private static void Write(CodeWriter writer, DocumentOperation operation, string collection)
    {
        if (operation.Note is { } note)
        {
            writer.Line($"// {note.ReplaceLineEndings(" ")}");
        }

        switch (operation)
        {
            case CreateCollectionOperation { Shape.Fields: { Count: > 0 } fields }:
                writer.Line(".Create(s => s").Indent();
                foreach (var field in fields)
                {
                    writer.Line($".Field({CSharpLiteral.Of(field.Name)}, {ShapeCode.Of(field.Shape)})");
                }

                writer.Outdent().Append(")");
                break;
            case ForEachOperation each:
                Write(writer, "ForEach", each, each.Path, each.Operations, collection);
                break;
            case ForEachValueOperation each:
                Write(writer, "ForEachValue", each, each.Path, each.Operations, collection);
                break;
            default:
                writer.Line(OperationCode.Call(operation));
                break;
        }
    }

    private static void Write(
        CodeWriter writer, string call, ReshapeOperation outer, DocumentPath path, ValueList<ReshapeOperation> operations, string collection)
    {
        writer.Line($".{call}({OperationCode.Path(path)}, e => e").Indent();
        foreach (var inner in operations)
        {
            Write(writer, inner, collection);
        }

        writer.Outdent().Append($"{OperationCode.Policy(outer)})");
    }
}
