using System.Text.Json.Serialization;

namespace DocMigrate.Keeping;

/// <summary>A document that operations could not convert: it is as it was before them. Its JSON names are stable.</summary>
public sealed record QuarantinedDocument
{
    /// <summary>The store.</summary>
    public required string Store { get; init; }

    /// <summary>The collection.</summary>
    public required string Collection { get; init; }

    /// <summary>The document's <c>_id</c>, as text.</summary>
    public required string Document { get; init; }

    /// <summary>The migration that it does not fit.</summary>
    public required MigrationId Migration { get; init; }

    /// <summary>Whether it could not go forward or not go back.</summary>
    public required Direction Direction { get; init; }

    /// <summary>The place of that migration's operation before which it stands, on this store, from 0, as authored.</summary>
    public required int FirstOperation { get; init; }

    /// <summary>The place of the operation that it does not fit.</summary>
    public required int Operation { get; init; }

    /// <summary>Where in the document; empty for the whole of it.</summary>
    public required string Path { get; init; }

    /// <summary>Why: types and keys, never values.</summary>
    public required string Reason { get; init; }

    /// <summary>Since when, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether its content is another since. False for one that is not there any more.</summary>
    public required bool Edited { get; init; }

    /// <summary>Whether it is not there any more.</summary>
    public required bool Gone { get; init; }

    /// <summary>What the store that listed it knows it by.</summary>
    [JsonIgnore]
    public object? Reference { get; init; }
}
