using DocMigrate.Sql.History;

namespace DocMigrate.Sql.Sqlite.History;

/// <summary>The journal in a SQLite file.</summary>
internal sealed class SqliteJournal(HistoryTables tables) : SqlJournal(tables);
