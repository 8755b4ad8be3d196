using System.Globalization;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Sqlite.Compilation;
using DocMigrate.Sql.Sqlite.Access;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Document.Sqlite.Execution;

/// <summary>Writes changed documents back: only the top-level fields that changed, so that what was not touched stays as it was stored, digit for digit.</summary>
/// <param name="connection">The connection that writes.</param>
/// <param name="table">The collection.</param>
internal sealed class DocumentUpdates(SqliteConnection connection, CollectionTable table) : IAsyncDisposable
{
    /// <summary>Documents of one collection change in few ways; a statement for each way is prepared once.</summary>
    private const int MostStatements = 64;
    private const int MostFields = 40;

    private readonly Dictionary<string, SqliteCommand> _commands = [];

    /// <summary>Most documents change as the one before.</summary>
    private Statement? _last;

    public async Task WriteAsync(RowKey key, DocumentChange change, CancellationToken cancellationToken)
    {
        var (set, removed) = (change.Set, change.Removed);
        if (_last is null || !_last.Value.IsFor(change))
        {
            var whole = set.Count + removed.Count > MostFields || change.Order?.Count > MostFields || !JsonPathSql.CanWrite(change.Order ?? []) || !JsonPathSql.CanWrite(set.Select(static field => field.Name).Concat(removed));
            var expression = whole ? table.Store("$v0") : table.Stored(change.Order is { } order ? Ordered(set, order) : Change(set, removed));
            _last = new Statement(
                change, whole, Command($"UPDATE {table.Sql} SET {table.Column} = {expression} WHERE {table.Key} = $key", whole ? 1 : set.Count));
        }

        // In the order in which Command adds them.
        var command = _last.Value.Command;
        command.Parameters[0].Value = key.Value;
        for (var i = 1; i < command.Parameters.Count; i++)
        {
            command.Parameters[i].Value = _last.Value.Whole ? change.Whole : set[i - 1].Text;
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values)
        {
            await command.DisposeAsync();
        }

        _commands.Clear();
    }

    private string Change(IReadOnlyList<ChangedField> set, IReadOnlyList<string> removed)
    {
        var pairs = set.Select((field, i) => $"{JsonPathSql.Literal([field.Name])}, jsonb({Name(i)})");
        var changed = set.Count == 0 ? table.Document : $"jsonb_set({table.Document}, {string.Join(", ", pairs)})";
        return removed.Count == 0 ? changed : $"jsonb_remove({changed}, {string.Join(", ", removed.Select(static name => JsonPathSql.Literal([name])))})";
    }

    /// <summary>The document with its fields in another order; those that were not touched as they were stored.</summary>
    private string Ordered(IReadOnlyList<ChangedField> set, IReadOnlyList<string> order)
    {
        var changed = set.Select(static (field, i) => (field.Name, Place: Name(i))).ToDictionary(static field => field.Name, static field => field.Place, StringComparer.Ordinal);
        var fields = order.Select(name => $"{SqliteName.Text(name)}, jsonb({changed.GetValueOrDefault(name) ?? $"{table.Document} -> {JsonPathSql.Literal([name])}"})");
        return $"jsonb_object({string.Join(", ", fields)})";
    }

    private SqliteCommand Command(string sql, int values)
    {
        if (_commands.TryGetValue(sql, out var known))
        {
            return known;
        }

        if (_commands.Count == MostStatements)
        {
            foreach (var old in _commands.Values)
            {
                old.Dispose();
            }

            _commands.Clear();
        }

        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add(new SqliteParameter { ParameterName = "$key" });
        for (var i = 0; i < values; i++)
        {
            command.Parameters.Add(Name(i), SqliteType.Text);
        }

        return _commands[sql] = command;
    }

    private static string Name(int i) => "$v" + i.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Statement(DocumentChange Change, bool Whole, SqliteCommand Command)
    {
        public bool IsFor(DocumentChange other) =>
            Change.Removed.SequenceEqual(other.Removed) && (Change.Order ?? []).SequenceEqual(other.Order ?? []) && Change.Order is null == other.Order is null && Change.Set.Select(static field => field.Name).SequenceEqual(other.Set.Select(static field => field.Name));
    }
}
