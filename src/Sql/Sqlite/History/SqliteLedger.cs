using DocMigrate.Sql.History;

namespace DocMigrate.Sql.Sqlite.History;

/// <summary>The ledger in a SQLite file.</summary>
internal sealed class SqliteLedger(HistoryTables tables) : SqlLedger(tables);
