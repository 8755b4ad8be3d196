namespace DocMigrate.Models;

/// <summary>The scalar types that a model property may have.</summary>
public enum ScalarKind
{
    /// <summary>Anything: the model says <c>object</c> or a JSON node.</summary>
    Any,

    /// <summary><see cref="bool"/>.</summary>
    Boolean,

    /// <summary><see cref="int"/> and the narrower integers, and enums stored as numbers.</summary>
    Int32,

    /// <summary><see cref="long"/> and <see cref="uint"/>.</summary>
    Int64,

    /// <summary><see cref="double"/> and <see cref="float"/>.</summary>
    Double,

    /// <summary><see cref="decimal"/>.</summary>
    Decimal,

    /// <summary><see cref="string"/>, <see cref="char"/>, and enums stored as text.</summary>
    String,

    /// <summary><see cref="System.DateTime"/> and <see cref="System.DateTimeOffset"/>.</summary>
    DateTime,

    /// <summary><see cref="DateOnly"/>.</summary>
    Date,

    /// <summary><see cref="TimeOnly"/> and <see cref="TimeSpan"/>.</summary>
    Time,

    /// <summary><see cref="System.Guid"/>.</summary>
    Guid,

    /// <summary>An array of <see cref="byte"/>.</summary>
    Binary,

    /// <summary>A MongoDB object id, or a string that <c>[BsonRepresentation(BsonType.ObjectId)]</c> stores as one.</summary>
    ObjectId,
}
