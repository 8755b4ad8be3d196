namespace DocMigrate.Document.PostgreSql.Compilation;

/// <summary>A text of an author's expression, as SQL over the document as read.</summary>
/// <param name="Sql">The text; never an error.</param>
/// <param name="Guards">Where it is exact.</param>
/// <param name="Needed">The places without which there is no text.</param>
internal sealed record SqlText(string Sql, ValueList<string> Guards, ValueList<ValueList<string>> Needed)
{
    /// <summary>The text of a function of this one.</summary>
    public SqlText With(string sql, params ReadOnlySpan<string> guards) => this with { Sql = sql, Guards = Guards.AddRange(guards.ToArray()) };
}
