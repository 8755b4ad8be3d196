namespace DocMigrate.Engine.Configuration;

/// <summary>Finds what a person probably meant.</summary>
public static class Suggest
{
    /// <summary>The candidate that is nearest to <paramref name="name"/>, or null when none is near.</summary>
    /// <remarks>
    /// Near is: equal but for case, a prefix, or at most a third of the longer name's letters changed (never fewer than one, never more than four).
    /// Ties go to the first in ordinal order.
    /// </remarks>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var distance = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            var limit = Math.Clamp(Math.Max(name.Length, candidate.Length) / 3, 1, 4);
            var prefix = name.Length >= 2 && candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase);
            if ((distance <= limit || prefix) && distance < bestDistance)
            {
                best = candidate;
                bestDistance = distance;
            }
        }

        return best;
    }

    /// <summary><c> Did you mean 'x'?</c> with the blank before it, or an empty string when nothing is near.</summary>
    public static string DidYouMean(string name, IEnumerable<string> candidates) =>
        Nearest(name, candidates) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    /// <summary>The names quoted and separated by commas; <c>none</c> when there are none.</summary>
    public static string List(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var list = string.Join(", ", names.Select(static name => $"'{name}'"));
        return list.Length == 0 ? "none" : list;
    }

    // The optimal string alignment distance: Levenshtein plus the transposition of neighbours, the commonest slip of a typist.
    private static int Distance(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var row = 0; row <= left.Length; row++)
        {
            table[row, 0] = row;
        }

        for (var column = 0; column <= right.Length; column++)
        {
            table[0, column] = column;
        }

        for (var row = 1; row <= left.Length; row++)
        {
            for (var column = 1; column <= right.Length; column++)
            {
                var change = left[row - 1] == right[column - 1] ? 0 : 1;
                var least = Math.Min(Math.Min(table[row - 1, column] + 1, table[row, column - 1] + 1), table[row - 1, column - 1] + change);
                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                {
                    least = Math.Min(least, table[row - 2, column - 2] + 1);
                }

                table[row, column] = least;
            }
        }

        return table[left.Length, right.Length];
    }
}
