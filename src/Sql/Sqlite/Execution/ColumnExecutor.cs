using DocMigrate.Errors;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.Sqlite.Access;
using DocMigrate.Sql.Sqlite.Compilation;
using DocMigrate.Sql.Sqlite.Parsing;

namespace DocMigrate.Sql.Sqlite.Execution;

/// <summary>Adds, drops and renames columns.</summary>
internal sealed class ColumnExecutor(SqlSession session, AsideStore aside)
{
    private const string KeptValue = "_docmigrate_value";
    private const string KeptKey = "_docmigrate_key";

    /// <summary>Whether <c>ALTER TABLE … ADD COLUMN</c> does exactly this, whatever rows there are (https://www.sqlite.org/lang_altertable.html, section 4).</summary>
    public static bool IsNative(AddColumnOperation add) =>
        add.Before is null && add.Fill is null && (add.Column.Nullable || add.Column.Default is not null);

    public async Task<StepCounts> AddAsync(PlannedOperation planned, AddColumnOperation add, CancellationToken cancellationToken)
    {
        var table = await LiveTable.GetAsync(session.Connection, add.Table, cancellationToken);
        if (table.FindColumn(add.Column.Name) is not null)
        {
            throw LiveFault.AlreadyThere("column", $"{add.Table}.{add.Column.Name}", session.Connection.DataSource);
        }

        var kept = await aside.FindAsync(planned, cancellationToken);
        if (kept is null && IsNative(add))
        {
            await session.RunAsync($"ALTER TABLE {SqliteName.Quote(table.Name)} ADD COLUMN {TableText.Column(add.Column)}", cancellationToken);
            return StepCounts.Zero;
        }

        // A column that was dropped comes back by its own text, which may say more than the state knows.
        var asItWas = planned.Authored is DropColumnOperation ? kept?.Detail : null;
        var text = CreateTableText.Parse(table.Sql).Add(
            asItWas?.Sql ?? TableText.Column(add.Column), asItWas is null ? add.Before : asItWas.Before);
        text = (asItWas?.Dependants ?? []).Aggregate(text, static (current, constraint) => current.AddConstraint(constraint));
        Dictionary<string, string> added = [];
        string? join = null;
        if (kept is not { Detail.Generated: true })
        {
            added[add.Column.Name] = ValueOf(add, kept);
            join = kept is null ? null : await JoinAsync(kept, table, cancellationToken);
        }

        var rows = await TableRebuild.RunAsync(session, table, text, added, join, cancellationToken);
        if (kept is not null)
        {
            await aside.RemoveAsync(kept, cancellationToken);
        }

        return new StepCounts(Scanned: rows, Changed: rows);
    }

    public async Task<StepCounts> DropAsync(PlannedOperation planned, DropColumnOperation drop, CancellationToken cancellationToken)
    {
        var table = await LiveTable.GetAsync(session.Connection, drop.Table, cancellationToken);
        var column = table.FindColumn(drop.Column) ?? throw LiveFault.ColumnMissing(drop.Table, drop.Column, session.Connection.DataSource);
        var text = CreateTableText.Parse(table.Sql);
        await RefuseDependantsAsync(table, text, column, cancellationToken);
        var rows = await session.Connection.CountAsync($"SELECT count(*) FROM {SqliteName.Quote(table.Name)}", cancellationToken);
        if (rows > 0 || planned.Authored is DropColumnOperation || session.IsScript)
        {
            await KeepAsync(planned, table, column, text, cancellationToken);
        }

        if (IsPlain(text, column.Name))
        {
            await session.RunAsync(
                $"ALTER TABLE {SqliteName.Quote(table.Name)} DROP COLUMN {SqliteName.Quote(column.Name)}", cancellationToken);
        }
        else
        {
            await TableRebuild.RunAsync(session, table, text.Remove(column.Name).Text!, new Dictionary<string, string>(), null, cancellationToken);
        }

        return new StepCounts(Scanned: rows, Changed: rows, Shadowed: rows);
    }

    public async Task RenameAsync(RenameColumnOperation rename, CancellationToken cancellationToken)
    {
        var table = await LiveTable.GetAsync(session.Connection, rename.Table, cancellationToken);
        var column = table.FindColumn(rename.Column) ?? throw LiveFault.ColumnMissing(rename.Table, rename.Column, session.Connection.DataSource);
        await session.RunAsync(
            $"ALTER TABLE {SqliteName.Quote(table.Name)} RENAME COLUMN {SqliteName.Quote(column.Name)} TO {SqliteName.Quote(rename.NewName)}",
            cancellationToken);
    }

    /// <summary>Whether nothing but the column's own text has to go, and the text has nothing that <c>DROP COLUMN</c> refuses.</summary>
    private static bool IsPlain(CreateTableText text, string column) =>
        !text.Elements.First(element => element.IsColumn(column)).HasWord("PRIMARY", "UNIQUE", "REFERENCES", "CHECK", "GENERATED", "AS", "CONSTRAINT")
        && text.ForeignKeysOf(column).Count == 0;

    private static string ValueOf(AddColumnOperation add, AsideEntry? kept)
    {
        var value = (add.Fill ?? add.Column.Default) is { } stated ? SqliteLiteral.Of(add.Column.Type, stated) : "NULL";
        if (kept is null)
        {
            return value;
        }

        // A row without a kept value is one that was written meanwhile; a kept null counts only where it may.
        return add.Column.Nullable
            ? $"iif(kept.rowid IS NULL, {value}, kept.{KeptValue})"
            : $"coalesce(kept.{KeptValue}, {value})";
    }

    private async Task<string> JoinAsync(AsideEntry kept, LiveTable table, CancellationToken cancellationToken)
    {
        var keys = table.Key;
        var names = Enumerable.Range(0, keys.Count).Select(static i => KeptKey + i.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToList();
        await session.RunAsync($"CREATE INDEX {kept.DataTable}_key ON {kept.DataTable} ({string.Join(", ", names)})", cancellationToken);
        var conditions = keys.Select((key, i) => $"source.{(key == table.HiddenRowid ? key : SqliteName.Quote(key))} = kept.{names[i]}");
        return $"LEFT JOIN {kept.DataTable} AS kept ON {string.Join(" AND ", conditions)}";
    }

    private async Task KeepAsync(
        PlannedOperation planned, LiveTable table, LiveColumn column, CreateTableText text, CancellationToken cancellationToken)
    {
        var detail = new AsideDetail
        {
            Sql = text.DefinitionOf(column.Name)!,
            Dependants = text.ForeignKeysOf(column.Name),
            Before = table.Columns.SkipWhile(other => other != column).ElementAtOrDefault(1)?.Name,
            Generated = column.Generated,
        };
        string? query = null;
        if (!column.Generated)
        {
            var keys = table.Key;
            if (keys.Count == 0)
            {
                throw new StoreException(
                    SqliteErrors.NoRebuild,
                    $"The values of column '{column.Name}' can't be kept aside: table '{table.Name}' has no primary key, and columns hide its rowid.",
                    "Make the change with RunSql.");
            }

            var list = keys.Select((key, i) => $"{(key == table.HiddenRowid ? key : SqliteName.Quote(key))} AS {KeptKey}{i}");
            query = $"SELECT {string.Join(", ", list)}, {SqliteName.Quote(column.Name)} AS {KeptValue} FROM {SqliteName.Quote(table.Name)}";
        }

        await aside.KeepAsync(planned, $"{table.Name}.{column.Name}", detail, query, cancellationToken);
    }

    private async Task RefuseDependantsAsync(LiveTable table, CreateTableText text, LiveColumn column, CancellationToken cancellationToken)
    {
        if (column.KeyPosition > 0)
        {
            throw LiveFault.Dependant(table.Name, column.Name, "the primary key");
        }

        if (text.Remove(column.Name).Dependant is { } dependant)
        {
            throw LiveFault.Dependant(table.Name, column.Name, $"'{dependant}'");
        }

        var indexes = await session.Connection.ListAsync(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = $1 COLLATE NOCASE AND sql IS NOT NULL",
            static row => (Name: row.GetString(0), Sql: row.GetString(1)),
            cancellationToken,
            table.Name);
        foreach (var (name, sql) in indexes)
        {
            // Behind the table's name an index's text holds nothing but columns, expressions and the condition.
            var tokens = SqlTokenizer.Read(sql);
            if (tokens.SkipWhile(static token => !token.IsSymbol('(')).Any(token => token.IsName(column.Name)))
            {
                throw LiveFault.Dependant(table.Name, column.Name, $"index '{name}'");
            }
        }
    }
}
