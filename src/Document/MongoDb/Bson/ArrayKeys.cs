using System.Globalization;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>The keys of arrays, "0", "1", …; the first ones are made once.</summary>
internal static class ArrayKeys
{
    private static readonly string[] First = [.. Enumerable.Range(0, 1024).Select(static index => index.ToString(CultureInfo.InvariantCulture))];

    public static string Of(int index) => index < First.Length ? First[index] : index.ToString(CultureInfo.InvariantCulture);
}
