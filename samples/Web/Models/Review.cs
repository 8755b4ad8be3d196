using System.Text.Json.Serialization;
using DocMigrate;

namespace Web.Models;

/// <summary>What a reader thinks of a book: a document.</summary>
[Collection("reviews")]
[Store("reviews")]
public sealed class Review
{
    [JsonPropertyName("_id")]
    public string? Id { get; set; }

    [JsonPropertyName("bookId")]
    public int BookId { get; set; }

    [JsonPropertyName("reviewer")]
    public required string Reviewer { get; set; }

    [JsonPropertyName("stars")]
    public int? Stars { get; set; }

    [JsonPropertyName("text")]
    public string? Text { get; set; }
}
