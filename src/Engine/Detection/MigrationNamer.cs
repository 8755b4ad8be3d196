using System.Globalization;
using System.Text;
using DocMigrate.Engine.Graph;
using DocMigrate.Errors;
using DocMigrate.Operations;

namespace DocMigrate.Engine.Detection;

/// <summary>Names new migrations as Django does: a number of four digits and words from the operations.</summary>
internal sealed class MigrationNamer(MigrationGraph graph, TimeProvider clock)
{
    /// <summary>Names longer than this are cut at a fragment.</summary>
    private const int Longest = 52;

    /// <summary>The id of a module's next migration.</summary>
    /// <param name="module">The module.</param>
    /// <param name="name">The name without the number; null for one made from the operations.</param>
    /// <param name="operations">The operations; may be empty.</param>
    /// <exception cref="ConfigurationException">The given name can't be used.</exception>
    public MigrationId Name(string module, string? name, IReadOnlyList<MigrationOperation> operations)
    {
        var last = graph.Order.Where(id => id.Module == module).Max(static id => id.Number) ?? 0;
        var isFirst = !graph.Modules.Contains(module);
        return new MigrationId(module, string.Create(CultureInfo.InvariantCulture, $"{last + 1:D4}_{Words(isFirst, name, operations)}"));
    }

    /// <summary>The part of a name after the number.</summary>
    /// <param name="isFirst">Whether it is the module's first migration.</param>
    /// <param name="name">What a person wants; null for words made from the operations.</param>
    /// <param name="operations">The operations; may be empty.</param>
    /// <exception cref="ConfigurationException">The given name can't be used.</exception>
    public string Words(bool isFirst, string? name, IReadOnlyList<MigrationOperation> operations) =>
        name is not null ? Checked(name) : isFirst && operations.Count > 0 ? "initial" : FromOperations(operations);

    private static string Checked(string name) => name.Length > 0 && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
        ? name
        : throw new ConfigurationException(
            DetectionErrors.BadName,
            $"'{name}' can't name a migration.",
            "Use letters of the English alphabet, digits and underscores: --name split_customer_name. The number is put before it.");

    private string FromOperations(IReadOnlyList<MigrationOperation> operations)
    {
        string[] fragments = [.. operations.Select(static operation => Words(operation.NameFragment)).Distinct(StringComparer.Ordinal)];
        if (fragments.Length == 0 || fragments.Contains(""))
        {
            return string.Create(CultureInfo.InvariantCulture, $"auto_{clock.GetUtcNow():yyyyMMdd_HHmm}");
        }

        var name = fragments[0].Length <= Longest ? fragments[0] : fragments[0][..Longest].TrimEnd('_');
        foreach (var fragment in fragments.Skip(1))
        {
            if (name.Length + 1 + fragment.Length > Longest)
            {
                return name + "_and_more";
            }

            name += "_" + fragment;
        }

        return name;
    }

    // File names shall be plain everywhere, whatever tables and fields are called.
    private static string Words(string fragment)
    {
        var words = new StringBuilder();
        foreach (var letter in fragment)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                words.Append(char.ToLowerInvariant(letter));
            }
            else if (words.Length > 0 && words[^1] != '_')
            {
                words.Append('_');
            }
        }

        return words.ToString().TrimEnd('_');
    }
}
