using System.Text;

namespace DocMigrate.Document.Inference.Emitting;

/// <summary>Makes C# names of keys and collections.</summary>
internal static class ClrName
{
    // A property of such a name would hide what every class has.
    private static readonly HashSet<string> Inherited = new(StringComparer.Ordinal)
    {
        "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString",
    };

    /// <summary>Words joined, each with a capital: <c>AddressLine2</c> for <c>address line 2</c>. Letters that C# doesn't take part words.</summary>
    public static string Of(string key)
    {
        var name = new StringBuilder();
        var start = true;
        foreach (var character in key)
        {
            if (!char.IsLetterOrDigit(character))
            {
                start = true;
                continue;
            }

            name.Append(start ? char.ToUpperInvariant(character) : character);
            start = false;
        }

        return name.Length == 0 ? "Field" : char.IsLetter(name[0]) ? name.ToString() : "Field" + name;
    }

    /// <summary>The name of one of several: <c>Order</c> for <c>Orders</c>.</summary>
    public static string Singular(string name) => name switch
    {
        [_, _, .., 'i', 'e', 's'] => name[..^3] + "y",
        [_, _, .., 's' or 'x' or 'h', 'e', 's'] => name[..^2],
        [_, _, .., 's' or 'u' or 'i', 's'] => name,
        [_, _, _, .., 's'] => name[..^1],
        _ => name,
    };

    /// <summary>A name that is not taken yet; takes it.</summary>
    /// <param name="name">The name that it would have.</param>
    /// <param name="taken">The names of the same scope.</param>
    public static string Unique(string name, HashSet<string> taken)
    {
        var free = Inherited.Contains(name) ? name + "Value" : name;
        for (var number = 2; !taken.Add(free); number++)
        {
            free = name + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return free;
    }
}
