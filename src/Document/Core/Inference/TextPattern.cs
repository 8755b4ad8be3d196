namespace DocMigrate.Document.Inference;

/// <summary>What a text looks like. Each text is the first of these that it is.</summary>
internal enum TextPattern
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary>No character.</summary>
    Empty,

    /// <summary>A GUID with hyphens.</summary>
    Guid,

    /// <summary>24 hexadecimal digits.</summary>
    ObjectId,

    /// <summary>A date and time as ISO 8601 writes it.</summary>
    DateTime,

    /// <summary>A date as ISO 8601 writes it.</summary>
    Date,

    /// <summary>A whole number as JSON writes it.</summary>
    Integer,

    /// <summary>A number with a fraction or an exponent.</summary>
    Number,

    /// <summary>Digits with a zero in front, which a number would lose.</summary>
    Digits,

    /// <summary>At least 16 hexadecimal digits.</summary>
    Hexadecimal,

    /// <summary>An address of the web.</summary>
    Url,

    /// <summary>An address of e-mail.</summary>
    Email,
}
