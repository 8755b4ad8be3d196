using System.Text.Json.Serialization;
using DocMigrate;

namespace Shop.Models;

/// <summary>What a customer told us, as a document: its id is the customer's.</summary>
[Collection("profiles")]
[Store("catalog")]
[Index("Address.City")]
public sealed class Profile
{
    [JsonPropertyName("_id")]
    public int Id { get; set; }

    [JsonPropertyName("firstName")]
    public string? FirstName { get; set; }

    [JsonPropertyName("lastName")]
    public string? LastName { get; set; }

    [JsonPropertyName("address")]
    public Address Address { get; set; } = new();

    [JsonPropertyName("phone")]
    public string? Phone { get; set; }

    [JsonPropertyName("tags")]
    public List<string>? Tags { get; set; }
}
