namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>The type byte of a BSON element (bsonspec.org, version 1.1).</summary>
public enum BsonType : byte
{
    /// <summary>The byte after the last element of a document; no value has it.</summary>
    EndOfDocument = 0x00,

    /// <summary>64-bit IEEE 754 floating point.</summary>
    Double = 0x01,

    /// <summary>UTF-8 text.</summary>
    String = 0x02,

    /// <summary>A sub-document.</summary>
    Document = 0x03,

    /// <summary>An array: a document with the keys "0", "1", …</summary>
    Array = 0x04,

    /// <summary>Bytes with a subtype.</summary>
    Binary = 0x05,

    /// <summary>Undefined (deprecated).</summary>
    Undefined = 0x06,

    /// <summary>Twelve bytes that identify a document.</summary>
    ObjectId = 0x07,

    /// <summary>True or false.</summary>
    Boolean = 0x08,

    /// <summary>Milliseconds since 1970 in UTC.</summary>
    DateTime = 0x09,

    /// <summary>Null.</summary>
    Null = 0x0A,

    /// <summary>A pattern and its options.</summary>
    RegularExpression = 0x0B,

    /// <summary>A reference to a document (deprecated).</summary>
    DbPointer = 0x0C,

    /// <summary>JavaScript.</summary>
    Code = 0x0D,

    /// <summary>A symbol (deprecated).</summary>
    Symbol = 0x0E,

    /// <summary>JavaScript with the values of its variables (deprecated).</summary>
    CodeWithScope = 0x0F,

    /// <summary>32-bit integer.</summary>
    Int32 = 0x10,

    /// <summary>The server's own timestamp: seconds and an increment.</summary>
    Timestamp = 0x11,

    /// <summary>64-bit integer.</summary>
    Int64 = 0x12,

    /// <summary>128-bit decimal floating point.</summary>
    Decimal128 = 0x13,

    /// <summary>Sorts before every other value.</summary>
    MinKey = 0xFF,

    /// <summary>Sorts after every other value.</summary>
    MaxKey = 0x7F,
}
