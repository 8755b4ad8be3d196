namespace DocMigrate.Document.PostgreSql.Compilation;

/// <summary>A condition of an author, as SQL over the document as read.</summary>
/// <param name="Exact">Where PostgreSQL tells it as the in-process executor does; never NULL, never an error. Elsewhere that one decides.</param>
/// <param name="Holds">Whether it holds; never NULL, never an error.</param>
internal sealed record SqlCondition(string Exact, string Holds)
{
    /// <summary>One that PostgreSQL always tells.</summary>
    public static SqlCondition Plain(string holds) => new(PgSql.True, holds);
}
