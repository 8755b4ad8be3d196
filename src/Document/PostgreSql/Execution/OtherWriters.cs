using System.Globalization;
using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Document.PostgreSql.Execution;

/// <summary>
/// Tells whether anybody else may have written to the database. The server numbers transactions that write, so when all numbers that it gave out in the meantime are those
/// of the pass's connections, nobody did. Others' writes to other databases of the server count too, which costs a look too many. Thread-safe.
/// </summary>
/// <remarks>https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT</remarks>
internal sealed class OtherWriters
{
    private readonly Lock _lock = new();

    /// <summary>The pass's transactions, and how many numbers each took for its savepoints.</summary>
    private readonly SortedDictionary<ulong, ulong> _own = [];
    private ulong _next;
    private bool _atWork;

    /// <summary>The transaction that is open on the connection is the pass's own. To be called in each.</summary>
    /// <returns>Its number.</returns>
    public async Task<ulong> NoteOwnAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = Number((await connection.TextAsync("SELECT pg_current_xact_id()::text", cancellationToken))!);
        lock (_lock)
        {
            _own[transaction] = _own.GetValueOrDefault(transaction);
        }

        return transaction;
    }

    /// <summary>Something was written after a savepoint of a transaction of the pass, which takes a number for it.</summary>
    public void NoteSavepoint(ulong transaction)
    {
        lock (_lock)
        {
            _own[transaction] = _own.GetValueOrDefault(transaction) + 1;
        }
    }

    /// <summary>Whether anybody else may have written since the last call. Always true at the first.</summary>
    public async Task<bool> WroteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var current = await NoteOwnAsync(connection, cancellationToken);

        // The first number that no finished transaction has, and those below it that are not finished. What is at work now counts when it is finished.
        var snapshot = (await connection.TextAsync("SELECT pg_current_snapshot()::text", cancellationToken))!.Split(':');
        var next = Number(snapshot[1]);
        lock (_lock)
        {
            var own = _own.Where(known => known.Key >= _next && known.Key < next).Aggregate(0UL, static (sum, known) => sum + 1 + known.Value);
            var wrote = _next == 0 || _atWork || next - _next != own;
            (_next, _atWork) = (next, snapshot[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Any(number => !_own.ContainsKey(Number(number))));
            foreach (var finished in _own.Keys.TakeWhile(number => number < next && number != current).ToList())
            {
                _own.Remove(finished);
            }

            return wrote;
        }
    }

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);
}
