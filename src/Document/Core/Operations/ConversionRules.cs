using System.Globalization;

namespace DocMigrate.Document.Operations;

/// <summary>What a conversion may do beyond the table of <c>docs/operations/convertField.md</c>. Immutable; compared by value.</summary>
public sealed record ConversionRules
{
    /// <summary>The table, and nothing beyond it.</summary>
    public static ConversionRules Strict { get; } = new();

    /// <summary>
    /// How dates are written, besides ISO 8601: .NET format strings such as <c>dd/MM/yyyy</c>, read exactly and by the invariant culture, in UTC where they say no offset. A text that
    /// two of them read as different times does not fit. The first is what a date becomes that is converted to text. Default: none.
    /// </summary>
    public ValueList<string> Formats { get; init; } = [];

    /// <summary>What numbers, and texts of digits, count that are dates. Null (the default): a number is no date.</summary>
    public EpochUnit? Epoch { get; init; }

    /// <summary>Whether a fraction may be lost: of a double or decimal that becomes an integer, towards zero; of a date, below the millisecond. Default false.</summary>
    public bool Truncate { get; init; }

    internal string? Fault => Formats.Any(static format => !IsFormat(format)) ? "one of the date formats is none" : null;

    private static bool IsFormat(string format)
    {
        try
        {
            // A format that loses the year, say, reads back as another time; which is seen with the values, not here.
            return format.Length > 1 && DateTimeOffset.UnixEpoch.ToString(format, CultureInfo.InvariantCulture).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
