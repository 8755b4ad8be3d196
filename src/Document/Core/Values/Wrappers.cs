namespace DocMigrate.Document.Values;

/// <summary>The keys of MongoDB Extended JSON v2: objects that stand for values which JSON lacks.</summary>
public static class Wrappers
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "$oid", "$date", "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal", "$binary", "$uuid", "$regularExpression",
        "$timestamp", "$minKey", "$maxKey", "$symbol", "$code", "$scope", "$undefined", "$dbPointer",
    };

    /// <summary>Whether the key is a wrapper's, so that no real object may have it.</summary>
    public static bool IsReserved(string key) => key.Length > 3 && key[0] == '$' && Reserved.Contains(key);
}
