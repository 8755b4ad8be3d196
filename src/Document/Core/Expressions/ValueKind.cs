namespace DocMigrate.Document.Expressions;

/// <summary>What a value may be tested for.</summary>
public enum ValueKind
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>JSON null.</summary>
    Null,

    /// <summary>Text.</summary>
    String,

    /// <summary>An integer of 32 bits.</summary>
    Int32,

    /// <summary>An integer of 64 bits.</summary>
    Int64,

    /// <summary>A floating-point number.</summary>
    Double,

    /// <summary>A decimal number.</summary>
    Decimal,

    /// <summary>Any of the four.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A point in time.</summary>
    DateTime,

    /// <summary>A MongoDB object id.</summary>
    ObjectId,

    /// <summary>Bytes.</summary>
    Binary,

    /// <summary>A sub-document; not a wrapper, which stands for a value.</summary>
    Object,

    /// <summary>An array.</summary>
    Array,
}
