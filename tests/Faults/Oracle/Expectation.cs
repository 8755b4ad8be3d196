using System.Globalization;
using System.Text.Json.Nodes;

namespace DocMigrate.Faults.Oracle;

/// <summary>What each migration of <see cref="FaultHistory"/> must make of a row and of a document: a plain program over the input, without any code of ours.</summary>
internal static class Expectation
{
    /// <summary>The states that a record goes through, as canonical texts; the first is the input's.</summary>
    /// <param name="tables">Whether it is a row; else it is a document.</param>
    /// <param name="input">The record; not changed.</param>
    public static IReadOnlyList<string> States(bool tables, JsonObject input)
    {
        var stages = Stages(tables);
        var states = new List<string> { Canonical.Of(input) };
        var current = input.DeepClone().AsObject();
        foreach (var (_, change) in stages)
        {
            change(current);
            states.Add(Canonical.Of(current));
        }

        return states;
    }

    /// <summary>The state in which a store's records are when that migration, and none after it, is applied.</summary>
    public static int StateAfter(bool tables, int migration) => Stages(tables).Count(stage => stage.Migration <= migration);

    private static IReadOnlyList<(int Migration, Action<JsonObject> Change)> Stages(bool tables) => tables
        ?
        [
            (2, static row => Add(row, "balance", 1)),
            (3, static row => row["label"] = "no. " + Number(row, "balance").ToString(CultureInfo.InvariantCulture)),
            (4, static row =>
            {
                row.Remove("note");
                Move(row, "code", row, "reference");
            }),
            (5, static row => row["balance"] = Number(row, "balance") * 2 + 1),
        ]
        :
        [
            (2, static document => Add(document, "count", 1)),
            (3, Names),
            (4, Types),
            (5, static document => (document["left"], document["right"]) = (document["right"]!.DeepClone(), document["left"]!.DeepClone())),
            (5, static document => document["count"] = Number(document, "count") * 2 + 1),
            (6, static document => Add(document, "count", 3)),
            (7, static document =>
            {
                Move(document, "left", document, "west");
                document.Remove("first");
            }),
            (8, static document => document["count"] = Number(document, "count") * 3),
            (8, static document =>
            {
                document["ends"] = new JsonObject();
                Move(document, "west", document["ends"]!.AsObject(), "west");
                Move(document, "right", document["ends"]!.AsObject(), "right");
            }),
        ];

    private static void Names(JsonObject document)
    {
        if (document["name"] is { } name)
        {
            var parts = name.GetValue<string>().Split(' ', 2);
            document.Remove("name");
            (document["first"], document["last"]) = (parts[0], parts[1]);
        }

        var address = new JsonObject();
        Move(document, "street", address, "road");
        Move(document, "city", address, "city");
        if (address.Count > 0)
        {
            document["address"] = address;
        }
    }

    private static void Types(JsonObject document)
    {
        if (document["age"] is JsonValue age && age.TryGetValue<string>(out var text))
        {
            document["age"] = int.Parse(text, CultureInfo.InvariantCulture);
        }

        document.Remove("legacy");
    }

    private static long Number(JsonObject record, string name) => long.Parse(record[name]!.ToJsonString(), CultureInfo.InvariantCulture);

    private static void Add(JsonObject record, string name, long amount) => record[name] = Number(record, name) + amount;

    private static void Move(JsonObject from, string name, JsonObject to, string newName)
    {
        if (from.TryGetPropertyValue(name, out var value))
        {
            from.Remove(name);
            to[newName] = value;
        }
    }
}
