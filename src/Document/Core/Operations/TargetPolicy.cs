namespace DocMigrate.Document.Operations;

/// <summary>What happens where a field is to be put and one is there already.</summary>
public enum TargetPolicy
{
    /// <summary>The document does not fit. The default.</summary>
    Fail,

    /// <summary>The value that is there stays; the one that was to come is kept aside.</summary>
    KeepOld,

    /// <summary>The value that comes takes its place; the one that was there is kept aside.</summary>
    KeepNew,

    /// <summary>As <see cref="KeepNew"/> where null is there, else as <see cref="KeepOld"/>.</summary>
    Coalesce,
}
