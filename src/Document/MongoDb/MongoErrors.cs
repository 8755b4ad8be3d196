using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb;

/// <summary>The codes of errors of BSON, of connections to MongoDB and of its commands.</summary>
public static class MongoErrors
{
    /// <summary>Bytes are no BSON document.</summary>
    public static ErrorCode DamagedBson { get; } = new("DM6200", "Damaged BSON");

    /// <summary>A BSON value has no exact form in memory.</summary>
    public static ErrorCode InexactValue { get; } = new("DM6201", "A BSON value that can't be held exactly");

    /// <summary>A value in memory has no form in BSON.</summary>
    public static ErrorCode NotStorable { get; } = new("DM6202", "A value that BSON can't hold");

    /// <summary>The connection string can't be read.</summary>
    public static ErrorCode InvalidConnectionString { get; } = new("DM6203", "The MongoDB connection string can't be read");

    /// <summary>The connection string is <c>mongodb+srv</c>.</summary>
    public static ErrorCode SrvNotSupported { get; } = new("DM6204", "mongodb+srv is not resolved");

    /// <summary>The connection string asks for what the client does not do.</summary>
    public static ErrorCode OptionNotSupported { get; } = new("DM6205", "A MongoDB option that is not supported");
}
