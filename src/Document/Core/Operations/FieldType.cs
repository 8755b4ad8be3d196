namespace DocMigrate.Document.Operations;

/// <summary>The types that a field converts to. What converts to what is in <c>docs/operations/convertField.md</c>.</summary>
public enum FieldType
{
    /// <summary>Text.</summary>
    String,

    /// <summary>An integer of 32 bits.</summary>
    Int32,

    /// <summary>An integer of 64 bits.</summary>
    Int64,

    /// <summary>A floating-point number of 64 bits.</summary>
    Double,

    /// <summary>A decimal number: <c>{"$numberDecimal": "1.50"}</c>.</summary>
    Decimal,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A point in time, to the millisecond: <c>{"$date": "2024-01-31T00:00:00Z"}</c>.</summary>
    DateTime,

    /// <summary>A MongoDB object id: <c>{"$oid": "…"}</c>.</summary>
    ObjectId,
}
