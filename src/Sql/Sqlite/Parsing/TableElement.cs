namespace DocMigrate.Sql.Sqlite.Parsing;

/// <summary>A column or a constraint in the stored text of a table.</summary>
/// <param name="Tokens">Its tokens; at least one.</param>
internal sealed record TableElement(IReadOnlyList<SqlToken> Tokens)
{
    private static readonly string[] ConstraintWords = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];

    public int Start => Tokens[0].Start;

    public int End => Tokens[^1].End;

    public bool IsConstraint => ConstraintWords.Any(Tokens[0].IsWord);

    public bool IsColumn(string name) => !IsConstraint && Tokens[0].IsName(name);

    /// <summary>Whether it is a foreign key of that one column and nothing else.</summary>
    public bool IsForeignKeyOf(string column)
    {
        var rest = Tokens[0].IsWord("CONSTRAINT") ? Tokens.Skip(2).ToList() : [.. Tokens];
        return rest.Count > 5
            && rest[0].IsWord("FOREIGN")
            && rest[1].IsWord("KEY")
            && rest[2].IsSymbol('(')
            && rest[3].IsName(column)
            && rest[4].IsSymbol(')')
            && !rest.Skip(5).Any(static token => ConstraintWords.Any(token.IsWord));
    }

    /// <summary>Whether an expression or a list in it speaks of a column of its own table. What it says of another table's columns does not count.</summary>
    public bool Mentions(string table, string column)
    {
        var depth = 0;
        for (var i = 0; i < Tokens.Count; i++)
        {
            var token = Tokens[i];
            depth += token.IsSymbol('(') ? 1 : token.IsSymbol(')') ? -1 : 0;
            if (token.IsWord("REFERENCES") && i + 2 < Tokens.Count && !Tokens[i + 1].IsName(table) && Tokens[i + 2].IsSymbol('('))
            {
                i = EndOfList(i + 2);
            }
            else if (depth > 0 && token.IsName(column))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one of the words stands in it as such, and not as a quoted name.</summary>
    public bool HasWord(params string[] words) => Tokens.Any(token => words.Any(token.IsWord));

    private int EndOfList(int index)
    {
        while (index < Tokens.Count - 1 && !Tokens[index].IsSymbol(')'))
        {
            index++;
        }

        return index;
    }
}
