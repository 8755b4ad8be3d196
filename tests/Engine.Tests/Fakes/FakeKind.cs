using System.Text.Json.Serialization;
using DocMigrate.Backends;
using DocMigrate.CodeGeneration;
using DocMigrate.Comparison;
using DocMigrate.Models;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Engine.Tests.Fakes;

public sealed class FakeKind : IStoreKind, IOperationCodeWriter
{
    public static FakeKind Instance { get; } = new();

    public string Name => "tables";

    public IReadOnlyList<OperationKind> OperationKinds { get; } = [new("make", typeof(MakeOperation)), new("unmake", typeof(UnmakeOperation))];

    public IReadOnlyList<JsonConverter> Converters => [];

    public IOperationCodeWriter CodeWriter => this;

    public IReadOnlyList<string> Namespaces => [typeof(FakeKind).Namespace!];

    public IStoreState BuildState(IReadOnlyList<EntityModel> entities) => new FakeState(entities.Select(static entity => entity.Name));

    public IReadOnlyList<MigrationOperation> Compare(IStoreState? from, IStoreState? to, ComparisonContext context)
    {
        var old = (from as FakeState)?.Names ?? new HashSet<string>();
        var wanted = (to as FakeState)?.Names ?? new HashSet<string>();
        return
        [
            .. old.Except(wanted).Select(static name => new UnmakeOperation { Name = name }),
            .. wanted.Except(old).Select(static name => new MakeOperation { Name = name }),
        ];
    }

    public void Write(CodeWriter writer, string store, IReadOnlyList<MigrationOperation> operations)
    {
        foreach (var operation in operations)
        {
            writer.Line($"migration.Add({CSharpLiteral.Of(store)}, new {operation.GetType().Name} {{ Name = {CSharpLiteral.Of(operation.NameFragment)} }});");
        }
    }
}
