using System.Text.Json.Serialization;
using DocMigrate;

namespace Shop.Models;

/// <summary>An article of the catalog.</summary>
[Collection("products")]
[Store("catalog")]
public sealed class Product
{
    [JsonPropertyName("_id")]
    public required string Sku { get; set; }

    [JsonPropertyName("title")]
    public string? Title { get; set; }

    [JsonPropertyName("price")]
    public double? Price { get; set; }

    [JsonPropertyName("stock")]
    public List<StockLevel>? Stock { get; set; }

    [JsonPropertyName("reviews")]
    public List<Review>? Reviews { get; set; }
}
