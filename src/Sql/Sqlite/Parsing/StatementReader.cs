namespace DocMigrate.Sql.Sqlite.Parsing;

/// <summary>Finds the statements of a script.</summary>
internal static class StatementReader
{
    /// <summary>The tokens of each statement, without the final semicolon.</summary>
    /// <remarks>A trigger's body has semicolons of its own: it ends where <c>END</c> follows one (https://www.sqlite.org/c3ref/complete.html).</remarks>
    public static IEnumerable<IReadOnlyList<SqlToken>> Read(string sql)
    {
        List<SqlToken> statement = [];
        foreach (var token in SqlTokenizer.Read(sql))
        {
            if (!token.IsSymbol(';') || InTrigger(statement))
            {
                statement.Add(token);
                continue;
            }

            if (statement.Count > 0)
            {
                yield return statement;
                statement = [];
            }
        }

        if (statement.Count > 0)
        {
            yield return statement;
        }
    }

    private static bool InTrigger(List<SqlToken> statement)
    {
        var isTrigger = statement.Count > 2
            && statement[0].IsWord("CREATE")
            && (statement[1].IsWord("TRIGGER") || ((statement[1].IsWord("TEMP") || statement[1].IsWord("TEMPORARY")) && statement[2].IsWord("TRIGGER")));
        return isTrigger && !(statement[^1].IsWord("END") && statement[^2].IsSymbol(';'));
    }
}
