namespace DocMigrate.Architecture.Tests;

/// <summary>Fails with every violation of a rule: <see cref="Assert"/> would show the first five.</summary>
internal static class Rule
{
    public static void Holds(IEnumerable<string> violations)
    {
        var list = violations.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (list.Count > 0)
        {
            Assert.Fail($"{list.Count} violations:{Environment.NewLine}  {string.Join($"{Environment.NewLine}  ", list)}");
        }
    }
}
