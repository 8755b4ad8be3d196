namespace DocMigrate.Document.Operations;

/// <summary>What a number counts that is a time since 1970.</summary>
public enum EpochUnit
{
    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>
    /// Seconds where it has up to 10 digits, milliseconds from 12 on. With 11 digits it does not fit: it may be a moment of the year 2300 in seconds or one of 1972 in
    /// milliseconds. On the way back it is milliseconds.
    /// </summary>
    ByDigits,
}
