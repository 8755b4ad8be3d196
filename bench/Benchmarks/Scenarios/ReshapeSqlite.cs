using DocMigrate.Document.Building;
using DocMigrate.Document.Operations;

namespace DocMigrate.Benchmarks.Scenarios;

/// <summary>Rename, nest and convert in one migration.</summary>
internal sealed class ReshapeSqlite : PeopleScenario
{
    public override string Name => "reshape-sqlite";

    public override string Reference => "one hand-written UPDATE (References/reshape-sqlite.sql)";

    public override int DefaultScale => 500_000;

    protected override IReadOnlyList<Action<DocumentsBuilder>> Migrations { get; } =
    [
        static people => people.Rename("name", "fullName").Nest(["street", "city", "zip"], into: "address").Convert("price", FieldType.Double, from: FieldType.String),
    ];
}
