using System.Text.Json.Nodes;

namespace Shop.Demo;

/// <summary>Makes profiles as ten years of three applications would have left them.</summary>
internal sealed class ProfileMaker(Random random)
{
    private static readonly string[] First = ["Ada", "Grace", "Edsger", "Barbara", "Donald", "Margaret", "Alan", "Frances", "Niklaus", "Radia", "Zoë", "Søren", "Ngozi", "李"];
    private static readonly string[] Last = ["Lovelace", "Hopper", "Dijkstra", "Liskov", "Knuth", "Hamilton", "Turing", "Allen", "Wirth", "Perlman", "O'Brien", "van der Berg", "Müller", "雷"];
    private static readonly string[] Streets = ["Main Street", "Rue de la Paix", "Lindenweg", "Via Roma", "Calle Mayor", "Storgata"];
    private static readonly string[] Cities = ["Aarhus", "Bergen", "Cádiz", "Delft", "Espoo", "Fürth", "Gdańsk", "Haarlem"];
    private static readonly string[] Tags = ["news", "vip", "b2b", "returns", "paper invoice", ""];

    public JsonObject Make(int id)
    {
        var profile = new JsonObject();
        AddName(profile, id);
        AddAddress(profile);
        switch (random.Next(10))
        {
            case < 6:
                profile["phone"] = $"+{random.Next(10, 99)} {random.Next(100, 999)} {random.Next(1_000_000, 9_999_999)}";
                break;
            case 6:
                profile["phone"] = 4_912_345_678_901L + id;
                break;
            case 7:
                profile["phone"] = null;
                break;
        }

        switch (random.Next(10))
        {
            case < 5:
                profile["tags"] = new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => (JsonNode)Pick(Tags))]);
                break;
            case 5:
                profile["tags"] = Pick(Tags);
                break;
        }

        if (random.Next(3) == 0)
        {
            profile["points"] = random.Next(4) switch { 0 => -0.0, 1 => 3_000_000_000L + id, 2 => random.Next(5000), _ => random.Next(1000) / 8.0 };
        }

        return profile;
    }

    private void AddName(JsonObject profile, int id)
    {
        switch (random.Next(100))
        {
            case < 82:
                profile["name"] = $"{Pick(First)} {Pick(Last)}";
                break;
            case < 87:
                profile["name"] = $"{Pick(First)}  {Pick(First)[..1]}. {Pick(Last)} ";
                break;
            case < 91:
                profile["name"] = Pick(First);
                break;
            case < 94:
                profile["name"] = null;
                break;
            case < 96:
                profile["name"] = id;
                break;
            case < 97:
                profile["name"] = "";
                break;
            case < 98:
                profile["name"] = new JsonObject { ["given"] = Pick(First), ["family"] = Pick(Last) };
                break;
        }
    }

    private void AddAddress(JsonObject profile)
    {
        switch (random.Next(100))
        {
            case < 5:
                return;
            case < 6:
                profile["address"] = $"{Pick(Streets)} {random.Next(1, 200)}, {Pick(Cities)}";
                break;
            case < 7:
                profile["address"] = null;
                break;
        }

        if (random.Next(20) > 0)
        {
            profile["street"] = $"{Pick(Streets)} {random.Next(1, 200)}";
        }

        if (random.Next(20) > 0)
        {
            profile["city"] = random.Next(25) == 0 ? null : Pick(Cities);
        }

        if (random.Next(10) > 0)
        {
            var zip = random.Next(10_000, 99_999);
            profile["zip"] = random.Next(12) == 0 ? zip : zip.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
