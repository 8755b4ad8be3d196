namespace DocMigrate.Sql.Sqlite.Parsing;

/// <summary>What a piece of SQL is.</summary>
internal enum SqlTokenKind
{
    /// <summary>A keyword, a bare name or a number.</summary>
    Word,

    /// <summary>A name in double quotes, brackets or backticks.</summary>
    QuotedName,

    /// <summary>A text in single quotes.</summary>
    Text,

    /// <summary>One character of punctuation.</summary>
    Symbol,
}
