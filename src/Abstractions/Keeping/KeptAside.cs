namespace DocMigrate.Keeping;

/// <summary>What one operation and direction keeps aside. Its JSON names are stable.</summary>
/// <param name="Store">The store.</param>
/// <param name="Migration">The migration.</param>
/// <param name="Operation">The operation's place among the migration's operations on the store, from 0, as authored.</param>
/// <param name="Direction">The direction that took the values; the other one brings them back.</param>
/// <param name="Values">How many values, or rows or documents where those are kept whole; more than 0.</param>
/// <param name="Bytes">About how many bytes they take; null where the store does not tell.</param>
public sealed record KeptAside(string Store, MigrationId Migration, int Operation, Direction Direction, long Values, long? Bytes);
