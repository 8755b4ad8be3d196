namespace DocMigrate.Sql.Sqlite.Parsing;

/// <summary>Takes SQL apart as SQLite does (https://www.sqlite.org/c3ref/complete.html, tokenize.c); blanks and comments are left out.</summary>
internal static class SqlTokenizer
{
    public static List<SqlToken> Read(string sql)
    {
        List<SqlToken> tokens = [];
        var at = 0;
        while (at < sql.Length)
        {
            var start = at;
            switch (sql[at])
            {
                case var blank when char.IsWhiteSpace(blank):
                    at++;
                    break;
                case '-' when At(sql, at + 1) == '-':
                    at = EndOf(sql, "\n", at + 2);
                    break;
                case '/' when At(sql, at + 1) == '*':
                    at = EndOf(sql, "*/", at + 2);
                    break;
                case '\'':
                    at = Quoted(sql, at, '\'', tokens, SqlTokenKind.Text);
                    break;
                case '"':
                    at = Quoted(sql, at, '"', tokens, SqlTokenKind.QuotedName);
                    break;
                case '`':
                    at = Quoted(sql, at, '`', tokens, SqlTokenKind.QuotedName);
                    break;
                case '[':
                    at = EndOf(sql, "]", at + 1);
                    tokens.Add(new SqlToken(SqlTokenKind.QuotedName, sql[(start + 1)..Math.Max(start + 1, at - 1)], start, at));
                    break;
                case var character when IsWord(character):
                    while (at < sql.Length && IsWord(sql[at]))
                    {
                        at++;
                    }

                    tokens.Add(new SqlToken(SqlTokenKind.Word, sql[start..at], start, at));
                    break;
                default:
                    at++;
                    tokens.Add(new SqlToken(SqlTokenKind.Symbol, sql[start..at], start, at));
                    break;
            }
        }

        return tokens;
    }

    private static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '$' || character > '\u007f';

    private static char At(string sql, int index) => index < sql.Length ? sql[index] : '\0';

    private static int EndOf(string sql, string mark, int from)
    {
        var found = sql.IndexOf(mark, from, StringComparison.Ordinal);
        return found < 0 ? sql.Length : found + mark.Length;
    }

    private static int Quoted(string sql, int start, char quote, List<SqlToken> tokens, SqlTokenKind kind)
    {
        var at = start + 1;
        while (at < sql.Length && (sql[at] != quote || At(sql, at + 1) == quote))
        {
            at += sql[at] == quote ? 2 : 1;
        }

        var value = sql[(start + 1)..Math.Min(at, sql.Length)].Replace(new string(quote, 2), quote.ToString(), StringComparison.Ordinal);
        at = Math.Min(at + 1, sql.Length);
        tokens.Add(new SqlToken(kind, value, start, at));
        return at;
    }
}
