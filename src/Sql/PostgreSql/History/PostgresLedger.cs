using DocMigrate.Sql.History;

namespace DocMigrate.Sql.PostgreSql.History;

/// <summary>The ledger in a PostgreSQL database.</summary>
internal sealed class PostgresLedger(HistoryTables tables) : SqlLedger(tables);
