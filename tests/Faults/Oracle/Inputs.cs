using System.Text.Json.Nodes;

namespace DocMigrate.Faults.Oracle;

/// <summary>The rows and documents that are there before the first migration that is interrupted. Made from a seed; not two are of one shape.</summary>
internal sealed class Inputs
{
    private static readonly string[] s_first = ["Ada", "Grace", "Jörg", "李"];
    private static readonly string[] s_last = ["Lovelace", "Hopper", "van der Berg", "O'Neil", "小龙"];

    public Inputs(int seed, int rows, int documents)
    {
        var random = new Random(seed);
        Rows = [.. Enumerable.Range(1, rows).Select(i => Row(i, random))];
        Documents = [.. Enumerable.Range(1, documents).Select(i => Document(i, random))];
    }

    public IReadOnlyList<JsonObject> Rows { get; }

    public IReadOnlyList<JsonObject> Documents { get; }

    private static JsonObject Row(int id, Random random) => new()
    {
        ["id"] = id,
        ["balance"] = random.Next(-1000, 100_000),
        ["note"] = random.Next(3) == 0 ? null : $"note \"{random.Next(1000)}\"\n",
        ["code"] = random.Next(4) == 0 ? null : $"C{random.Next(10_000)}",
    };

    private static JsonObject Document(int id, Random random)
    {
        var document = new JsonObject { ["_id"] = id, ["count"] = random.Next(0, 100_000), ["left"] = $"L{id}", ["right"] = id };
        if (random.Next(8) > 0)
        {
            document["name"] = $"{s_first[random.Next(s_first.Length)]} {s_last[random.Next(s_last.Length)]}";
        }

        if (random.Next(6) > 0)
        {
            document["street"] = $"{random.Next(1, 99)} Main Street";
        }

        if (random.Next(6) > 0)
        {
            document["city"] = "Zürich";
        }

        document["age"] = random.Next(4) switch
        {
            0 => null,
            1 => random.Next(18, 99),
            _ => random.Next(18, 99).ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        if (random.Next(3) > 0)
        {
            document["legacy"] = new JsonObject { ["flags"] = new JsonArray(random.Next(9), null, "x"), ["rate"] = 12.5 };
        }

        return document;
    }
}
