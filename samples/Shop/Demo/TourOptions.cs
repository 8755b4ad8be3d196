using System.Globalization;

namespace Shop.Demo;

/// <summary>What the command line says.</summary>
/// <param name="Count">How many rows, and how many documents.</param>
/// <param name="Folder">A new folder to work in, which stays; null for a temporary one.</param>
internal sealed record TourOptions(int Count, string? Folder)
{
    public const string Usage = "Usage: Shop [--rows <how many rows, and documents; 50000>] [--folder <new folder that stays>]";

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">There are others.</exception>
    public static TourOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new TourOptions(50_000, null);
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : throw new FormatException(Usage);
            options = arguments[i] switch
            {
                "--rows" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 100 => options with { Count = count },
                "--folder" => options with { Folder = value },
                _ => throw new FormatException(Usage),
            };
        }

        return options;
    }
}
