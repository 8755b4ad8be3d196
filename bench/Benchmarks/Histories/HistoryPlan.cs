namespace DocMigrate.Benchmarks.Histories;

/// <summary>
/// A history that both sides have: migration <c>i</c> works on table <c>i % Tables</c>, creates it the first time (linked to the table before it) and
/// adds a column to it each other time.
/// </summary>
/// <param name="Migrations">How many migrations.</param>
/// <param name="Tables">How many tables.</param>
internal sealed record HistoryPlan(int Migrations, int Tables)
{
    /// <summary>How often a table is touched: once to create it, then a column each time.</summary>
    public int Rounds => Migrations / Tables;

    public static string Table(int table) => $"t{table:D4}";

    public static string Column(int round) => $"c{round:D3}";

    public static string Name(int migration) => $"{migration + 1:D4}_step";
}
