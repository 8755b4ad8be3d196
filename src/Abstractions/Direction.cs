namespace DocMigrate;

/// <summary>Which way a migration is taken.</summary>
public enum Direction
{
    /// <summary>It is applied.</summary>
    Forward,

    /// <summary>It is undone.</summary>
    Backward,
}
