using System.Text;

namespace DocMigrate.Document.PostgreSql;

/// <summary>The order in which jsonb has the keys of an object: by length in bytes, then by bytes.</summary>
/// <remarks>https://www.postgresql.org/docs/current/datatype-json.html says that the order is not kept; what it is instead is <c>lengthCompareJsonbStringValue</c> in jsonb_util.c.</remarks>
internal sealed class JsonbKeyOrder : IComparer<string>
{
    public static JsonbKeyOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (left, right) = (Encoding.UTF8.GetBytes(x ?? ""), Encoding.UTF8.GetBytes(y ?? ""));
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.AsSpan().SequenceCompareTo(right);
    }
}
