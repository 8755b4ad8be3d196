using System.Globalization;

namespace DocMigrate;

/// <summary>Names one migration: its module and its name in that module, written <c>shop.0003_split_name</c>.</summary>
/// <param name="Module">The module; a C# identifier in lower case by convention.</param>
/// <param name="Name">The name; by convention four digits, an underscore and words.</param>
public readonly record struct MigrationId(string Module, string Name) : IComparable<MigrationId>
{
    /// <summary>The number that the name starts with, or null when it starts with none; of a squash, as in <c>0001_squashed_0004_orders</c>, the last.</summary>
    public int? Number
    {
        get
        {
            const string Squashed = "_squashed_";
            var digits = Name.AsSpan();
            if (digits.IndexOf(Squashed) is var squash and > 0 && digits[(squash + Squashed.Length)..] is [>= '0' and <= '9', ..] last)
            {
                digits = last;
            }

            var length = 0;
            while (length < digits.Length && char.IsAsciiDigit(digits[length]))
            {
                length++;
            }

            return int.TryParse(digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        }
    }

    /// <summary>Orders by module, then by name, ordinally.</summary>
    public int CompareTo(MigrationId other)
    {
        var module = string.CompareOrdinal(Module, other.Module);
        return module != 0 ? module : string.CompareOrdinal(Name, other.Name);
    }

    /// <summary>Reads <c>module.name</c>.</summary>
    /// <exception cref="FormatException">There is no dot, or nothing on one side of it.</exception>
    public static MigrationId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot < text.Length - 1
            ? new MigrationId(text[..dot], text[(dot + 1)..])
            : throw new FormatException($"'{text}' does not name a migration: write module.name, as in shop.0001_initial.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Module}.{Name}";

    /// <summary>Whether <paramref name="left"/> sorts before <paramref name="right"/>.</summary>
    public static bool operator <(MigrationId left, MigrationId right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> sorts before <paramref name="right"/> or equals it.</summary>
    public static bool operator <=(MigrationId left, MigrationId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> sorts after <paramref name="right"/>.</summary>
    public static bool operator >(MigrationId left, MigrationId right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> sorts after <paramref name="right"/> or equals it.</summary>
    public static bool operator >=(MigrationId left, MigrationId right) => left.CompareTo(right) >= 0;
}
