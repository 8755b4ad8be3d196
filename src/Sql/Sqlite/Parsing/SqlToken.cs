namespace DocMigrate.Sql.Sqlite.Parsing;

/// <summary>A piece of SQL and its place in the text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">A name or text without its quotes; else as written.</param>
/// <param name="Start">The index of its first character.</param>
/// <param name="End">The index after its last character.</param>
internal sealed record SqlToken(SqlTokenKind Kind, string Value, int Start, int End)
{
    public bool IsWord(string word) => Kind == SqlTokenKind.Word && Value.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(char symbol) => Kind == SqlTokenKind.Symbol && Value[0] == symbol;

    /// <summary>Whether it can be that name. A text in single quotes counts: SQLite takes it for a name where only a name fits.</summary>
    public bool IsName(string name) => Kind != SqlTokenKind.Symbol && Value.Equals(name, StringComparison.OrdinalIgnoreCase);
}
