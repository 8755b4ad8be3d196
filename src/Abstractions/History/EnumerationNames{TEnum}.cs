using System.Collections.Frozen;

namespace DocMigrate.History;

/// <summary>The values of an enumeration by the names that the history has for them.</summary>
internal static class EnumerationNames<TEnum>
    where TEnum : struct, Enum
{
    public static FrozenDictionary<string, TEnum> Values { get; } =
        Enum.GetValues<TEnum>().ToFrozenDictionary(static value => HistoryText.Of(value), StringComparer.Ordinal);
}
