using DocMigrate.Errors;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Sql.Sqlite.Parsing;

/// <summary>
/// The stored text of a table, edited in place: what the edit does not touch (checks, collations, generated columns, <c>STRICT</c>,
/// <c>WITHOUT ROWID</c>, comments) stays as its author wrote it. Immutable.
/// </summary>
internal sealed class CreateTableText
{
    private readonly string _sql;
    private readonly SqlToken _nameStart;
    private readonly SqlToken _nameEnd;

    private CreateTableText(string sql, SqlToken nameStart, SqlToken nameEnd, List<TableElement> elements)
    {
        _sql = sql;
        _nameStart = nameStart;
        _nameEnd = nameEnd;
        Elements = elements;
    }

    public IReadOnlyList<TableElement> Elements { get; }

    public string Name => _nameEnd.Value;

    /// <exception cref="StoreException">The text is not a plain CREATE TABLE: a virtual table, say.</exception>
    public static CreateTableText Parse(string sql)
    {
        var tokens = SqlTokenizer.Read(sql);
        var at = 0;
        Expect("CREATE");
        if (tokens[at].IsWord("TEMP") || tokens[at].IsWord("TEMPORARY"))
        {
            at++;
        }

        Expect("TABLE");
        if (at + 2 < tokens.Count && tokens[at].IsWord("IF") && tokens[at + 1].IsWord("NOT"))
        {
            at += 3;
        }

        var nameStart = Next();
        var nameEnd = nameStart;
        if (at < tokens.Count && tokens[at].IsSymbol('.'))
        {
            at++;
            nameEnd = Next();
        }

        if (!Next().IsSymbol('('))
        {
            throw NotPlain(sql);
        }

        List<TableElement> elements = [];
        List<SqlToken> element = [];
        for (var depth = 1; depth > 0;)
        {
            var token = Next();
            depth += token.IsSymbol('(') ? 1 : token.IsSymbol(')') ? -1 : 0;
            if (depth == 0 || (depth == 1 && token.IsSymbol(',')))
            {
                elements.Add(new TableElement(element.Count > 0 ? element : throw NotPlain(sql)));
                element = [];
            }
            else
            {
                element.Add(token);
            }
        }

        return new CreateTableText(sql, nameStart, nameEnd, elements);

        void Expect(string word)
        {
            if (!Next().IsWord(word))
            {
                throw NotPlain(sql);
            }
        }

        SqlToken Next() => at < tokens.Count ? tokens[at++] : throw NotPlain(sql);
    }

    /// <summary>The text with the table under another name.</summary>
    public string WithName(string name) => string.Concat(_sql.AsSpan(0, _nameStart.Start), SqliteName.Quote(name), _sql.AsSpan(_nameEnd.End));

    /// <summary>A column's own text, or null when the table has no such column.</summary>
    public string? DefinitionOf(string column) =>
        Elements.FirstOrDefault(element => element.IsColumn(column)) is { } found ? _sql[found.Start..found.End] : null;

    /// <summary>With a column put before another, or behind the last column when there is no such.</summary>
    public CreateTableText Add(string definition, string? before)
    {
        if (before is not null && Elements.FirstOrDefault(element => element.IsColumn(before)) is { } next)
        {
            return Parse(_sql.Insert(next.Start, definition + ", "));
        }

        return Parse(_sql.Insert(Elements.Last(static element => !element.IsConstraint).End, ", " + definition));
    }

    /// <summary>With a constraint at the end.</summary>
    public CreateTableText AddConstraint(string constraint) => Parse(_sql.Insert(Elements[^1].End, ", " + constraint));

    /// <summary>The foreign keys, as constraints of the table, that are of one column alone.</summary>
    public IReadOnlyList<string> ForeignKeysOf(string column) =>
        [.. Elements.Where(element => element.IsConstraint && element.IsForeignKeyOf(column)).Select(element => _sql[element.Start..element.End])];

    /// <summary>Without a column, and without the foreign key that is of this column alone.</summary>
    /// <returns>The text, or null and what speaks of the column.</returns>
    public (CreateTableText? Text, string? Dependant) Remove(string column)
    {
        var gone = Elements.Where(element => element.IsColumn(column) || (element.IsConstraint && element.IsForeignKeyOf(column))).ToList();
        var dependant = Elements.Except(gone).FirstOrDefault(element => element.Mentions(Name, column));
        if (dependant is not null)
        {
            return (null, _sql[dependant.Start..dependant.End]);
        }

        var text = this;
        for (var i = gone.Count - 1; i >= 0; i--)
        {
            var place = text.Elements.ToList().FindIndex(element => element.Start == gone[i].Start);
            var (from, to) = place == 0 && text.Elements.Count > 1
                ? (text.Elements[0].Start, text.Elements[1].Start)
                : (text.Elements[place - 1].End, text.Elements[place].End);
            text = Parse(text._sql.Remove(from, to - from));
        }

        return (text, null);
    }

    private static StoreException NotPlain(string sql) => new(
        SqliteErrors.NoRebuild,
        $"The table's stored text is not a plain CREATE TABLE, so the table can't be rebuilt: {sql}",
        "Make the change with RunSql.");
}
