using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.Errors;

namespace DocMigrate.Document.Passes;

/// <summary>The setting <c>chunkSize</c> of a store of documents: how many of them are changed in one transaction. Without it as many as take about half a second.</summary>
public static class ChunkSizeSetting
{
    /// <summary>Its name.</summary>
    public const string Name = "chunkSize";

    /// <summary>The largest that can be stated.</summary>
    public const int Largest = 200_000;

    /// <summary>What a store's settings say.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="error">The store's code of a setting that can't be used.</param>
    /// <returns>From 1 to <see cref="Largest"/>; null where they say nothing.</returns>
    /// <exception cref="ConfigurationException">It is no such number.</exception>
    public static int? Of(StoreSettings settings, ErrorCode error)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!settings.Options.TryGetValue(Name, out var text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Largest
            ? number
            : throw new ConfigurationException(
                error,
                $"The store '{settings.Name}' has the \"{Name}\" '{text}', which is no number of documents.",
                $"Write a whole number from 1 to {Largest}, as in \"{Name}\": 1000, or leave it out.");
    }
}
