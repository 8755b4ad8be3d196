using Newtonsoft.Json.Linq;

namespace DocMigrate.Faults;

/// <summary>The histories by name.</summary>
internal static class Histories
{
    /// <summary>A field is renamed, by the operation that looks at the shape before it does so.</summary>
    public const string Guarded = "guarded";

    /// <summary>The same by code that does not look.</summary>
    public const string Unguarded = "unguarded";

    /// <summary>Increments in both stores, from nothing.</summary>
    public const string Race = "race";

    /// <summary>The one that is named; <see cref="FaultHistory"/> for null.</summary>
    /// <param name="name">The name.</param>
    /// <param name="stores">The stores that they are of.</param>
    /// <param name="inDocument">Called for every document that C# code changes.</param>
    public static IEnumerable<MigrationDefinition> Make(string? name, StoreUse[] stores, Action inDocument) => name switch
    {
        null => FaultHistory.Make(stores, inDocument),
        Guarded => Renaming(stores, static migration => migration.Documents(FaultHistory.Documents, "people", static c => c.Rename("left", "moved"))),
        Unguarded => Renaming(stores, static migration => migration.Documents(FaultHistory.Documents, "people", static c => c.Transform("move", Move, keepOriginal: true))),
        Race => RaceHistory.Make(inDocument),
        _ => throw new ArgumentException($"There is no history '{name}'."),
    };

    private static IEnumerable<MigrationDefinition> Renaming(StoreUse[] stores, Action<MigrationBuilder> build)
    {
        yield return FaultHistory.Make(stores, static () => { }).First();
        var builder = new MigrationBuilder(new MigrationId(FaultHistory.Module, "0002_move"));
        builder.DependsOn(FaultHistory.Name(FaultHistory.First));
        build(builder);
        yield return builder.ToDefinition();
    }

    private static JObject Move(JObject document)
    {
        document["moved"] = document["left"];
        document.Remove("left");
        return document;
    }
}
