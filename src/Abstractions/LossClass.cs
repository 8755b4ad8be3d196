namespace DocMigrate;

/// <summary>What happens to data that the new shape has no place for.</summary>
public enum LossClass
{
    /// <summary>Nothing is lost: the way back gives exactly what was there.</summary>
    Lossless,

    /// <summary>What would be lost is kept aside (shadow) and restored on the way back.</summary>
    Shadowed,

    /// <summary>There is no way back.</summary>
    Irreversible,
}
