using DocMigrate.Sql.History;

namespace DocMigrate.Sql.PostgreSql.History;

/// <summary>The journal in a PostgreSQL database.</summary>
internal sealed class PostgresJournal(HistoryTables tables) : SqlJournal(tables);
