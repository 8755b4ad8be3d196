using DocMigrate.Errors;
using DocMigrate.Sql.Sqlite.Parsing;

namespace DocMigrate.Sql.Sqlite.Execution;

/// <summary>Runs an author's SQL in the step's transaction.</summary>
internal sealed class ScriptExecutor(SqlSession session)
{
    private static readonly string[] TransactionWords = ["BEGIN", "COMMIT", "END", "ROLLBACK", "VACUUM", "ATTACH", "DETACH"];

    /// <exception cref="StateException">A statement would end the transaction that makes the step whole, or can't run in one.</exception>
    public static void Check(string sql)
    {
        foreach (var statement in StatementReader.Read(sql))
        {
            if (TransactionWords.FirstOrDefault(statement[0].IsWord) is { } word && !(word == "ROLLBACK" && statement.Any(static token => token.IsWord("TO"))))
            {
                throw new StateException(
                    SqliteErrors.TransactionControl,
                    $"RunSql has the statement '{word}': a step is one transaction, which DocMigrate begins and ends.",
                    "Leave the statement out.");
            }
        }
    }

    public async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        Check(sql);
        if (StatementReader.Read(sql).Any())
        {
            await session.RunAsync(sql, cancellationToken);
        }
    }
}
