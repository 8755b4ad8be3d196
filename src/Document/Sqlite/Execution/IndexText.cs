using DocMigrate.Sql.Sqlite.Parsing;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>What an index is over, as its statement has it (https://www.sqlite.org/lang_createindex.html).</summary>
/// <param name="Keys">The expressions, in order, without the direction of the order.</param>
/// <param name="Where">The condition of a partial index; null for one over all rows.</param>
internal sealed record IndexText(IReadOnlyList<string> Keys, string? Where)
{
    /// <summary>The name of the collation by which each key is compared.</summary>
    public IReadOnlyList<string> Collations { get; init; } = [.. Keys.Select(static _ => "BINARY")];


    /// <summary>Reads the statement that made an index.</summary>
    /// <param name="sql">The statement, as the schema has it.</param>
    public static IndexText Read(string sql)
    {
        var tokens = SqlTokenizer.Read(sql);
        var open = tokens.FindIndex(static token => token.IsSymbol('('));
        var (depth, at, keys) = (1, open + 1, new List<string>());
        for (var first = at; depth > 0; at++)
        {
            depth += tokens[at].IsSymbol('(') ? 1 : tokens[at].IsSymbol(')') ? -1 : 0;
            if (depth == 0 || (depth == 1 && tokens[at].IsSymbol(',')))
            {
                var last = tokens[at - 1].IsWord("ASC") || tokens[at - 1].IsWord("DESC") ? at - 2 : at - 1;
                keys.Add(sql[tokens[first].Start..tokens[last].End]);
                first = at + 1;
            }
        }

        return new IndexText(keys, at < tokens.Count ? sql[tokens[at].End..] : null);
    }

    /// <summary>Whether a column is named in it, or may be.</summary>
    /// <param name="column">The column's name as SQL.</param>
    public bool Names(string column)
    {
        var name = SqlTokenizer.Read(column)[0].Value;
        return Keys.Append(Where ?? "").SelectMany(SqlTokenizer.Read).Any(token => token.IsName(name));
    }
}
