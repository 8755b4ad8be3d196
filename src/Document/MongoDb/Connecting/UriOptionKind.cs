namespace DocMigrate.Document.MongoDb.Connecting;

/// <summary>What values an option of a connection string has.</summary>
internal enum UriOptionKind
{
    Text,
    Flag,
    Number,
    NumberOrText,
    List,
    Pairs,
    TagSets,
}
