namespace DocMigrate.Sql.Sqlite.Execution;

/// <summary>Something that was kept aside.</summary>
/// <param name="Id">Its number.</param>
/// <param name="DataTable">The table that holds the values; null when there are none.</param>
/// <param name="Detail">What else is known of it.</param>
internal sealed record AsideEntry(long Id, string? DataTable, AsideDetail Detail);
