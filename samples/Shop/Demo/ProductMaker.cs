using System.Globalization;
using System.Text.Json.Nodes;

namespace Shop.Demo;

/// <summary>Makes articles whose price was text, mostly, and whose stock is an object keyed by warehouse.</summary>
internal sealed class ProductMaker(Random random)
{
    private static readonly string[] Adjectives = ["Small", "Blue", "Heavy", "Folding", "Quiet", "Second-hand", "Extra \"XL\""];
    private static readonly string[] Nouns = ["Lamp", "Bicycle", "Kettle", "Chair", "Ladder", "Umbrella", "Café table"];
    private static readonly string[] Authors = ["ada", "grace", "edsger", "anonymous"];

    public JsonObject Make()
    {
        var product = new JsonObject { ["title"] = $"{Pick(Adjectives)} {Pick(Nouns)}" };
        AddPrice(product);
        AddStock(product);
        AddReviews(product);
        return product;
    }

    private void AddPrice(JsonObject product)
    {
        var cents = random.Next(99, 99_999);
        switch (random.Next(100))
        {
            case < 60:
                product["price"] = (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);
                break;
            case < 75:
                product["price"] = cents / 100.0;
                break;
            case < 83:
                product["price"] = cents / 100;
                break;
            case < 87:
                product["price"] = null;
                break;
            case < 91:
                product["price"] = (cents / 100).ToString(CultureInfo.InvariantCulture);
                break;
            case < 94:
                product["price"] = (cents / 100m).ToString("0.00", CultureInfo.GetCultureInfo("")).Replace('.', ',');
                break;
            case < 96:
                product["price"] = "on request";
                break;
            case < 97:
                product["price"] = new JsonObject { ["amount"] = cents, ["currency"] = "EUR" };
                break;
        }
    }

    private void AddStock(JsonObject product)
    {
        switch (random.Next(100))
        {
            case < 75:
                var stock = new JsonObject();
                foreach (var warehouse in Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"W{random.Next(1, 30):00}").Distinct())
                {
                    stock[warehouse] = Level();
                }

                product["stock"] = stock;
                break;
            case < 81:
                product["stock"] = new JsonObject();
                break;
            case < 85:
                product["stock"] = null;
                break;
            case < 88:
                var level = Level();
                level.Insert(0, "warehouse", "W01");
                product["stock"] = new JsonArray(level);
                break;
            case < 91:
                product["stock"] = new JsonObject { ["W07"] = random.Next(100), ["W.08"] = Level() };
                break;
            case < 93:
                product["stock"] = "sold out";
                break;
        }
    }

    private JsonObject Level()
    {
        var level = new JsonObject { ["quantity"] = random.Next(0, 500) };
        if (random.Next(5) > 0)
        {
            level["shelf"] = $"{(char)('A' + random.Next(6))}{random.Next(1, 40)}";
        }

        return level;
    }

    private void AddReviews(JsonObject product)
    {
        switch (random.Next(20))
        {
            case < 10:
                product["reviews"] = new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(JsonNode (_) => Review())]);
                break;
            case 10:
                product["reviews"] = null;
                break;
            case 11:
                product["reviews"] = new JsonArray(Review(), "see the old site", null);
                break;
        }
    }

    private JsonObject Review()
    {
        var review = new JsonObject { ["author"] = Pick(Authors) };
        if (random.Next(8) > 0)
        {
            review["stars"] = random.Next(10) == 0 ? 4.5 : random.Next(1, 6);
        }

        return review;
    }

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
