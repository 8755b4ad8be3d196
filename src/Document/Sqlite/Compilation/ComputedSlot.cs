using DocMigrate.Document.Compilation;
using DocMigrate.Sql.Sqlite.Access;

namespace DocMigrate.Document.Sqlite.Compilation;

/// <summary>A value made from others.</summary>
/// <param name="Sql">An expression that JSON functions take as a value.</param>
/// <param name="Present">A condition: when it does not hold, nothing is there. Null when something always is.</param>
/// <param name="Number">Where it is a text of a regular document made a number: the number's binary type; else null.</param>
/// <param name="From">Where that text is; null when it is none.</param>
/// <param name="Constant">The JSON text of a value that is the same in every document; null when it is none.</param>
internal sealed record ComputedSlot(string Sql, string? Present, int? Number = null, ValueList<string>? From = null, string? Constant = null) : Slot
{
    /// <summary>A value that is the same in every document.</summary>
    /// <param name="json">Its JSON text.</param>
    public static ComputedSlot Of(string json) => new($"jsonb({SqliteName.Text(json)})", null, Constant: json);
}
