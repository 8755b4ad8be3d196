using System.Globalization;
using DocMigrate.Backends;
using DocMigrate.Document.Passes;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Storage;

/// <summary>How a database is worked on. Immutable.</summary>
public sealed record MongoStoreOptions
{
    private const string LeaseSetting = "leaseSeconds";
    private const string TransactionsSetting = "transactions";

    /// <summary>What is so where nothing is said.</summary>
    public static MongoStoreOptions Default { get; } = new();

    /// <summary>How long the lock outlives its last sign of life. From 2 to 600 seconds; default 20: less than the silence that a waiter puts up with.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether a server without transactions is refused. Default false: what takes their place there is used.</summary>
    public bool RequiresTransactions { get; init; }

    /// <summary>How many documents a chunk has, from 1 to 200,000; null (the default) for as many as take about half a second.</summary>
    public int? ChunkSize { get; init; }

    /// <summary>Reads them out of a store's settings.</summary>
    /// <exception cref="ConfigurationException">One can't be used (DM6224).</exception>
    public static MongoStoreOptions Of(StoreSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var options = Default;
        if (settings.Options.TryGetValue(LeaseSetting, out var lease))
        {
            options = options with
            {
                Lease = int.TryParse(lease, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 2 and <= 600
                    ? TimeSpan.FromSeconds(seconds)
                    : throw Bad(settings, LeaseSetting, lease, "a whole number of seconds from 2 to 600"),
            };
        }

        if (settings.Options.TryGetValue(TransactionsSetting, out var transactions))
        {
            options = options with
            {
                RequiresTransactions = transactions switch
                {
                    "auto" => false,
                    "required" => true,
                    _ => throw Bad(settings, TransactionsSetting, transactions, "\"auto\" or \"required\""),
                },
            };
        }

        return options with { ChunkSize = ChunkSizeSetting.Of(settings, MongoErrors.BadSetting) };
    }

    /// <summary>The error for a setting that can't be used.</summary>
    internal static ConfigurationException Bad(StoreSettings settings, string setting, string value, string wanted) => new(
        MongoErrors.BadSetting, $"The store '{settings.Name}' has the \"{setting}\" '{value}'.", $"Write {wanted}, or leave it out.");
}
