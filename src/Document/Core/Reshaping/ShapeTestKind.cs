namespace DocMigrate.Document.Reshaping;

/// <summary>What a <see cref="ShapeTest"/> holds for.</summary>
public enum ShapeTestKind
{
    /// <summary>Any value, null too.</summary>
    Present,

    /// <summary>No value, perhaps because there is not even an object to hold it.</summary>
    Missing,

    /// <summary>An object; a wrapper may count as one.</summary>
    Object,

    /// <summary>An array.</summary>
    Array,

    /// <summary>Anything but the text <see cref="ShapeTest.Text"/>, no value too.</summary>
    Other,
}
