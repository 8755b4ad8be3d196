using System.Text.Json.Serialization;

namespace Shop.Models;

public sealed class StockLevel
{
    [JsonPropertyName("warehouse")]
    public required string Warehouse { get; set; }

    [JsonPropertyName("quantity")]
    public int Quantity { get; set; }

    [JsonPropertyName("shelf")]
    public string? Shelf { get; set; }
}
