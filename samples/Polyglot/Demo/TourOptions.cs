using System.Globalization;

namespace Polyglot.Demo;

/// <summary>What the command line and the environment say.</summary>
/// <param name="Count">How many rows, and how many documents.</param>
/// <param name="Server">The connection string of the MongoDB server.</param>
internal sealed record TourOptions(int Count, string Server)
{
    /// <summary>The environment variable that <c>docmigrate.json</c> takes the server from.</summary>
    public const string Variable = "MONGODB_URI";

    public const string Usage = $"""
        Usage: {Variable}=mongodb://localhost:27017/?replicaSet=rs0 Polyglot [--rows <how many rows, and documents; 10000>]
        It makes a database docmigrate_polyglot there, and drops it at the end. Without a MongoDB: node tests/MongoServer/src/main.js --topology replicaset
        prints the connection string of a stand-in.
        """;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">There are others, or no server is named.</exception>
    public static TourOptions Parse(IReadOnlyList<string> arguments)
    {
        var count = arguments switch
        {
            [] => 10_000,
            ["--rows", var value] when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1000 => number,
            _ => throw new FormatException(Usage),
        };
        return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } server ? new TourOptions(count, server) : throw new FormatException(Usage);
    }
}
