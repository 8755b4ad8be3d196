using System.Text.Json.Serialization;

namespace DocMigrate.Benchmarks;

/// <summary>What a server had to do, as it counts it itself.</summary>
/// <param name="Commands">Commands, those aside by which drivers greet a server and look if it is there.</param>
/// <param name="RoundTrips">Requests of all kinds.</param>
/// <param name="Bytes">Bytes that came and went.</param>
/// <param name="Examined">Documents that were looked at; null where the server does not say.</param>
internal sealed record ServerWork(double Commands, double RoundTrips, double Bytes, double? Examined)
{
    /// <summary>Of <see cref="Examined"/> what preflight, the pass itself and the sweep after it had; null where they are not told apart.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? ExaminedBy { get; init; }

    public static ServerWork operator -(ServerWork after, ServerWork before) =>
        new(after.Commands - before.Commands, after.RoundTrips - before.RoundTrips, after.Bytes - before.Bytes, after.Examined - before.Examined);

    /// <summary>The share of so many of all the documents.</summary>
    public ServerWork Per(int documents, int all)
    {
        return new ServerWork(Share(Commands), Share(RoundTrips), Share(Bytes), Examined is { } examined ? Share(examined) : null)
        {
            ExaminedBy = ExaminedBy?.ToDictionary(static part => part.Key, part => Share(part.Value)),
        };

        double Share(double count) => Math.Round(count * documents / all, 2);
    }
}
