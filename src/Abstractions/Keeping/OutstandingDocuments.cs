using System.Globalization;
using DocMigrate.Errors;

namespace DocMigrate.Keeping;

/// <summary>Documents of a collection that are not where the history says: in quarantine, or written since by a program of an older version.</summary>
/// <param name="Store">The store.</param>
/// <param name="Collection">The collection, as it is called now.</param>
public sealed record OutstandingDocuments(string Store, string Collection)
{
    private static readonly ErrorCode s_code = new("DM6660", "Documents are late or in quarantine");

    /// <summary>How many are in quarantine.</summary>
    public long Quarantined { get; init; }

    /// <summary>The <c>_id</c>s of some that are in quarantine.</summary>
    public ValueList<string> Samples { get; init; } = [];

    /// <summary>How many are late, as the history has it.</summary>
    public long Late { get; init; }

    /// <summary>The migrations that they are late for.</summary>
    public ValueList<MigrationId> LateFor { get; init; } = [];

    /// <summary>Whether there are any.</summary>
    public bool Any => Quarantined + Late > 0;

    /// <summary>The error of an operation that needs all documents to be where the history says.</summary>
    /// <param name="migration">Whose operation.</param>
    /// <param name="operation">The operation in words.</param>
    public DataException Refuse(MigrationId migration, string operation)
    {
        var (what, remedy) = (new List<string>(), new List<string>());
        if (Quarantined > 0)
        {
            what.Add($"{Documents(Quarantined)} {(Quarantined == 1 ? "is" : "are")} in quarantine (_id {string.Join(", ", Samples)}{(Samples.Count < Quarantined ? ", …" : "")})");
            remedy.Add("see 'docmigrate quarantine list', correct the documents and run 'docmigrate quarantine retry'");
        }

        if (Late > 0)
        {
            what.Add($"{Documents(Late)} {(Late == 1 ? "is" : "are")} late (for {string.Join(", ", LateFor)})");
            remedy.Add("stop the programs of the old version and run 'docmigrate sweep'");
        }

        var text = string.Join("; ", remedy);
        return new DataException(
            s_code,
            $"Migration '{migration}' tightens the collection '{Collection}' of store '{Store}' ({operation}), and {string.Join(", and ", what)}. It was not begun.",
            $"{char.ToUpperInvariant(text[0])}{text[1..]}. Then migrate again.");
    }

    private static string Documents(long number) => string.Create(CultureInfo.InvariantCulture, $"{number} document{(number == 1 ? "" : "s")}");
}
