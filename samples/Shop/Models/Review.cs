using System.Text.Json.Serialization;
using DocMigrate;

namespace Shop.Models;

public sealed class Review
{
    [JsonPropertyName("author")]
    public string? Author { get; set; }

    [RenamedFrom("stars")]
    [JsonPropertyName("rating")]
    public int? Rating { get; set; }
}
