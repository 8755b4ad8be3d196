using DocMigrate.Document.Values;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>The errors of reading and writing BSON, made in one place.</summary>
internal static class BsonError
{
    private const string DamagedRemedy =
        "Find out what wrote the document, or damaged it: the validate command of MongoDB checks a collection.";

    /// <summary>Bytes that break the grammar of BSON.</summary>
    public static DataException Damaged(int offset, string what) =>
        new(MongoErrors.DamagedBson, $"The BSON is damaged at byte {offset}: {what}.", DamagedRemedy);

    /// <summary>The same, where the path is known.</summary>
    public static DataException Damaged(int offset, IReadOnlyList<string> path, string what) =>
        new(MongoErrors.DamagedBson, $"The BSON is damaged at byte {offset}, {At(path)}: {what}.", DamagedRemedy);

    /// <summary>Nesting beyond the limit.</summary>
    public static DataException TooDeep() => new(
        DocumentErrors.TooDeep,
        $"Documents and arrays are nested more than {BsonReader.MaxDepth} deep, which is the limit of MongoDB.",
        "Move the inner values to documents of their own.");

    /// <summary>Bytes that are no UTF-8, or half of a surrogate pair.</summary>
    public static DataException InvalidText(IReadOnlyList<string> path, Exception? error) => new(
        DocumentErrors.InvalidText,
        $"A text {At(path)} is not valid Unicode: it has bytes that are no UTF-8, or half of a surrogate pair.",
        "Correct the text in the store, or in the program that writes it.",
        error);

    /// <summary>A key twice.</summary>
    public static DataException DuplicateKey(IReadOnlyList<string> path, string key) => new(
        DocumentErrors.DuplicateKey,
        $"The object {At(path)} has the key '{key}' twice.",
        "Decide which value is right and remove the other in the store.");

    /// <summary>A real object that would be taken for a wrapper.</summary>
    public static DataException LooksLikeWrapper(IReadOnlyList<string> path, string key) => new(
        DocumentErrors.InvalidWrapper,
        $"The object {At(path)} has the key '{key}', which is reserved for values of Extended JSON v2.",
        "Rename the key in the store: a real object can't have it.");

    /// <summary>A value that would be written back in another form.</summary>
    public static DataException Inexact(IReadOnlyList<string> path, string what) => new(
        MongoErrors.InexactValue,
        $"The value {At(path)} is {what}: it would not be written back as it was read.",
        "Write the value again with a current driver, which gives it its canonical form.");

    /// <summary>A value that BSON has no form for.</summary>
    public static DataException NotStorable(IReadOnlyList<string> path, string what) => new(
        MongoErrors.NotStorable,
        $"The value {At(path)} can't be stored in BSON: it is {what}.",
        "Convert the value to one that MongoDB has a type for.");

    private static string At(IReadOnlyList<string> path) => path.Count == 0 ? "at the top" : $"at {DocumentPath.Of([.. path])}";
}
