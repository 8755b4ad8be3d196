namespace DocMigrate.Document.Sqlite.Regular;

/// <summary>What a regular document has at a place.</summary>
internal enum ValueCheck
{
    /// <summary>Nothing.</summary>
    Absent,

    /// <summary>Anything.</summary>
    Present,

    /// <summary>Nothing, or anything but the constant.</summary>
    Other,

    /// <summary>An object, and none that stands for a value.</summary>
    Object,

    /// <summary>Text of a decimal number as this project prints it, such as 12.5, with few digits.</summary>
    DecimalText,

    /// <summary>Text of an int32 as this project prints it.</summary>
    Int32Text,
}
