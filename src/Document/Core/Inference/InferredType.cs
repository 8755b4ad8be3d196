namespace DocMigrate.Document.Inference;

/// <summary>The types of values as stores hold them: JSON's, with numbers told apart, and those of Extended JSON.</summary>
internal enum InferredType
{
    Null,
    Boolean,
    Int32,
    Int64,
    Double,
    Decimal,
    String,
    DateTime,
    ObjectId,
    Guid,
    Binary,
    RegularExpression,
    Timestamp,
    MinKey,
    MaxKey,
    Symbol,
    Code,
    Undefined,
    DbPointer,
    Object,
    Array,
}
