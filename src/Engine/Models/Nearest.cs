namespace DocMigrate.Engine.Models;

/// <summary>Suggests what a mistyped name was meant to be.</summary>
internal static class Nearest
{
    /// <summary>A sentence with a space before it, or nothing when there are no names at all.</summary>
    public static string Suggest(string name, IEnumerable<string> known)
    {
        string[] names = [.. known.Distinct(StringComparer.Ordinal)];
        var best = names
            .Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .Where(candidate => candidate.Distance <= Math.Max(2, name.Length / 3))
            .OrderBy(static candidate => candidate.Distance)
            .Select(static candidate => candidate.Name)
            .FirstOrDefault();
        return best is not null ? $" Did you mean '{best}'?"
            : names.Length > 0 ? $" There are: {string.Join(", ", names.Select(static known => $"'{known}'"))}."
            : "";
    }

    // Levenshtein's distance without regard to case.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + change));
            }
        }

        return row[^1];
    }
}
