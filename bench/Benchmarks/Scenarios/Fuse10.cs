using DocMigrate.Document.Building;
using DocMigrate.Document.Operations;

namespace DocMigrate.Benchmarks.Scenarios;

/// <summary>Ten pending migrations of one collection: one pass, against ten statements.</summary>
internal sealed class Fuse10 : PeopleScenario
{
    public override string Name => "fuse-10";

    public override string Reference => "ten hand-written UPDATEs in one transaction (References/fuse-10.sql)";

    public override int DefaultScale => 300_000;

    protected override IReadOnlyList<Action<DocumentsBuilder>> Migrations { get; } =
    [
        static people => people.Rename("name", "fullName"),
        static people => people.Nest(["street", "city", "zip"], into: "address"),
        static people => people.Convert("price", FieldType.Double, from: FieldType.String),
        static people => people.Rename("email", "mail"),
        static people => people.Add("currency", "EUR"),
        static people => people.Rename("active", "enabled"),
        static people => people.Add("version", 2),
        static people => people.Rename("tags", "labels"),
        static people => people.Nest(["mail"], into: "contact"),
        static people => people.Rename("note", "remark"),
    ];
}
