namespace DocMigrate.Sql.Sqlite.Execution;

/// <summary>A column as the database has it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The declared type; empty when none is.</param>
/// <param name="NotNull">Whether it is declared NOT NULL.</param>
/// <param name="KeyPosition">Its place in the primary key from 1; 0 when it is no part of it.</param>
/// <param name="Generated">Whether its value is computed.</param>
internal sealed record LiveColumn(string Name, string Type, bool NotNull, int KeyPosition, bool Generated);
