using System.Security.Cryptography;
using System.Text;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Serialization;

namespace DocMigrate.Document.State;

/// <summary>The reshapes of one collection, from its beginning up to a point: what a stamp is about. Immutable and thread-safe.</summary>
/// <remarks>Operations that change no document are not in it, and neither is what the collection is called.</remarks>
public sealed class ReshapeChain
{
    private readonly Lazy<string> _hash;

    private ReshapeChain(ReshapeChain? previous, ReshapeOperation? operation, FieldShape? before)
    {
        (Previous, Operation, Before) = (previous, operation, before);
        Position = previous is null ? 0 : previous.Position + 1;
        _hash = new Lazy<string>(() => operation is null ? "" : Hash($"{previous!._hash.Value}\n{OperationForm.Of(operation)}"));
    }

    /// <summary>No reshape yet.</summary>
    public static ReshapeChain Empty { get; } = new(null, null, null);

    /// <summary>How many reshapes.</summary>
    public int Position { get; }

    /// <summary>What a document bears that is here: the position, and after a point a hash of all reshapes up to it. So two histories that differ have different stamps.</summary>
    public string Stamp => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Position}.{(Position == 0 ? "0" : _hash.Value)}");

    /// <summary>The chain without its last reshape; null for the empty one.</summary>
    public ReshapeChain? Previous { get; }

    /// <summary>The last reshape; null for the empty one.</summary>
    internal ReshapeOperation? Operation { get; }

    /// <summary>The shape that documents had before the last reshape; null for the empty one.</summary>
    internal FieldShape? Before { get; }

    /// <summary>The reshapes, the first one first.</summary>
    internal IReadOnlyList<ReshapeChain> Links
    {
        get
        {
            var links = new List<ReshapeChain>();
            for (var link = this; link.Previous is not null; link = link.Previous)
            {
                links.Add(link);
            }

            links.Reverse();
            return links;
        }
    }

    internal ReshapeChain With(ReshapeOperation operation, FieldShape before) => new(this, operation, before);

    // Sixteen hexadecimal digits: it tells histories apart that one project has had, not forgeries.
    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
