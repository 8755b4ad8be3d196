namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>What to do with BSON that is not in its canonical form.</summary>
public enum BsonReading
{
    /// <summary>An error: what is written back would not be what was read. The default.</summary>
    Exact = 0,

    /// <summary>
    /// Bring it into its canonical form, as drivers do: any keys of arrays, options of regular expressions in any order, decimals that are no canonical
    /// encoding or NaN with a payload. For looking only.
    /// </summary>
    Lenient,
}
