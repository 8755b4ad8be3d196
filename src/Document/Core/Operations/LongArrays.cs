namespace DocMigrate.Document.Operations;

/// <summary>What becomes of an array that has more than one element, where one value is wanted.</summary>
public enum LongArrays
{
    /// <summary>The document does not fit. The default.</summary>
    Misfit,

    /// <summary>The first element is taken; the array is kept aside.</summary>
    First,

    /// <summary>The last element is taken; the array is kept aside.</summary>
    Last,
}
