using DocMigrate.Comparison;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Comparison;

/// <summary>What renames and defaults call the fields of one object, and what they say of them. Immutable.</summary>
/// <param name="Entity">The collection's new name.</param>
/// <param name="Context">Renames and defaults.</param>
/// <param name="Prefix">The names that lead to the object from the document, with a dot at the end; empty for the document itself.</param>
/// <param name="OldPrefix">The names that led to it before anything was renamed.</param>
internal sealed record FieldNames(string Entity, ComparisonContext Context, string Prefix = "", string OldPrefix = "")
{
    public string Of(DocumentPath path) => Prefix + string.Join('.', path.Segments);

    /// <summary>As a person writes it in an answer.</summary>
    public string Full(DocumentPath path) => $"{Entity}.{Of(path)}";

    public string? DefaultFor(DocumentPath path) => Context.DefaultFor(Entity, Of(path));

    /// <summary>The stated old path, as far as it is inside the object; null when none is stated.</summary>
    public string? OldName(DocumentPath path) => Context.RenamedFrom(Entity, Of(path)) is not { } stated
        ? null
        : stated.StartsWith(Prefix, StringComparison.Ordinal) ? stated[Prefix.Length..]
        : stated.StartsWith(OldPrefix, StringComparison.Ordinal) ? stated[OldPrefix.Length..]
        : stated;

    /// <summary>Whether it is said that nothing took the place of the field, or of an object that it was in.</summary>
    public bool IsGone(DocumentPath path)
    {
        var name = Of(path);
        return Context.IsGone(Entity, name)
            || Enumerable.Range(1, name.Length - 1).Any(length => name[length] == '.' && Context.IsGone(Entity, name[..length]));
    }

    /// <summary>The text among some that another one was before; null when it is not stated.</summary>
    public string? OldValue(DocumentPath path, string value, IEnumerable<string> among) => Context.RenamedFrom(Entity, $"{Of(path)}.{value}") is { } stated
        ? among.FirstOrDefault(old => stated == $"{Of(path)}.{old}") ?? among.FirstOrDefault(old => stated.EndsWith("." + old, StringComparison.Ordinal))
        : null;

    /// <summary>Whether it is said that nothing took the place of a text.</summary>
    public bool IsGone(DocumentPath path, string value) => Context.IsGone(Entity, $"{Of(path)}.{value}");

    /// <summary>The names inside the elements of an array, or the values of a map.</summary>
    /// <param name="path">Where it is now.</param>
    /// <param name="before">Where it was before anything was renamed.</param>
    public FieldNames Into(DocumentPath path, DocumentPath before) =>
        this with { Prefix = Of(path) + ".", OldPrefix = $"{OldPrefix}{string.Join('.', before.Segments)}." };
}
