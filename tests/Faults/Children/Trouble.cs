namespace DocMigrate.Faults.Children;

/// <summary>Makes one database difficult from one of its transactions on.</summary>
/// <param name="Store">The database file's name without its ending.</param>
/// <param name="Transaction">The number of the transaction, from 1.</param>
/// <param name="Statement">What is run on the connection at its beginning: a pragma that limits it.</param>
internal sealed record Trouble(string Store, int Transaction, string Statement);
