namespace DocMigrate.Document.MongoDb.Authentication;

/// <summary>Unicode normalisation form KC for Unicode 3.2 (Unicode Standard Annex 15).</summary>
internal static class NormalizationFormKC
{
    private const int HangulBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TailBase = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TailCount = 28;
    private const int HangulCount = LeadCount * VowelCount * TailCount;

    public static List<int> Normalize(IEnumerable<int> codePoints)
    {
        var tables = SaslPrepTables.Instance;
        var decomposed = codePoints.SelectMany(codePoint => Decompose(tables, codePoint)).ToList();
        Order(tables, decomposed);
        return Compose(tables, decomposed);
    }

    private static int[] Decompose(SaslPrepTables tables, int codePoint)
    {
        var index = codePoint - HangulBase;
        if (index is < 0 or >= HangulCount)
        {
            return tables.Decompose(codePoint) ?? [codePoint];
        }

        int[] syllable = [LeadBase + (index / (VowelCount * TailCount)), VowelBase + (index % (VowelCount * TailCount) / TailCount), TailBase + (index % TailCount)];
        return syllable[2] == TailBase ? syllable[..2] : syllable;
    }

    /// <summary>Puts each run of combining characters into the order of their classes; equal ones keep their places.</summary>
    private static void Order(SaslPrepTables tables, List<int> codePoints)
    {
        for (var i = 1; i < codePoints.Count; i++)
        {
            var combining = tables.ClassOf(codePoints[i]);
            for (var j = i; combining != 0 && j > 0 && tables.ClassOf(codePoints[j - 1]) > combining; j--)
            {
                (codePoints[j - 1], codePoints[j]) = (codePoints[j], codePoints[j - 1]);
            }
        }
    }

    private static List<int> Compose(SaslPrepTables tables, List<int> codePoints)
    {
        var composed = new List<int>(codePoints.Count);
        var starter = -1;
        var lastClass = 0;
        foreach (var codePoint in codePoints)
        {
            var combining = tables.ClassOf(codePoint);
            var blocked = starter >= 0 && starter != composed.Count - 1 && lastClass >= combining;
            if (starter >= 0 && !blocked && Pair(tables, composed[starter], codePoint) is { } composite)
            {
                composed[starter] = composite;
                continue;
            }

            if (combining == 0)
            {
                starter = composed.Count;
            }

            lastClass = combining;
            composed.Add(codePoint);
        }

        return composed;
    }

    private static int? Pair(SaslPrepTables tables, int first, int second)
    {
        if (first - LeadBase is >= 0 and < LeadCount && second - VowelBase is >= 0 and < VowelCount)
        {
            return HangulBase + ((((first - LeadBase) * VowelCount) + second - VowelBase) * TailCount);
        }

        return first - HangulBase is >= 0 and < HangulCount && (first - HangulBase) % TailCount == 0 && second - TailBase is > 0 and < TailCount
            ? first + second - TailBase
            : tables.Compose(first, second);
    }
}
