using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Reshaping;

/// <summary>What one direction of an operation keeps aside of one document for the opposite direction. Immutable, as long as nobody changes the value.</summary>
/// <param name="Path">Where it was taken from.</param>
/// <param name="Taken">
/// The value; null when nothing was there. Without anything put either it is a mark: the document did not need the operation, and the opposite direction must leave
/// it alone, though by its looks it would not.
/// </param>
/// <param name="PutHash">The <see cref="DocumentHash"/> of what was put in its place; null when nothing was.</param>
public sealed record KeptValue(DocumentPath Path, JToken? Taken, string? PutHash)
{
    /// <summary>Whether it is a mark.</summary>
    public bool IsMark => Taken is null && PutHash is null;

    /// <inheritdoc/>
    public bool Equals(KeptValue? other) =>
        other is not null && Path.Equals(other.Path) && PutHash == other.PutHash && DocumentEquality.Equals(Taken, other.Taken);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Path, PutHash);
}
