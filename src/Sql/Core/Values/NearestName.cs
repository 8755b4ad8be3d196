namespace DocMigrate.Sql.Values;

/// <summary>Finds what a mistyped name may have meant.</summary>
internal static class NearestName
{
    /// <summary>A sentence with a blank before it, or nothing when no name is near.</summary>
    public static string Suggest(string name, IEnumerable<string> names)
    {
        var nearest = names
            .Select(candidate => (Name: candidate, Distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(candidate => candidate.Distance <= Math.Max(1, name.Length / 3))
            .OrderBy(static candidate => candidate.Distance)
            .ThenBy(static candidate => candidate.Name, StringComparer.Ordinal)
            .Select(static candidate => candidate.Name)
            .FirstOrDefault();
        return nearest is null ? "" : $" Did you mean '{nearest}'?";
    }

    /// <summary>How many characters must be put in, taken out or replaced (Levenshtein).</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[to.Length];
    }
}
