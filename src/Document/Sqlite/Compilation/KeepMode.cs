namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>What a guard does about values that must be kept aside now and then.</summary>
internal enum KeepMode
{
    /// <summary>Nothing: the guard only tells whether the expression is exact.</summary>
    Tell,

    /// <summary>It calls <see cref="ServerKeep.Function"/>.</summary>
    Capture,

    /// <summary>It refuses the document: inside an array the whole array would have to be kept.</summary>
    Refuse,
}
