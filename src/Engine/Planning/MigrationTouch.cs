using DocMigrate.Operations;

namespace DocMigrate.Engine.Planning;

/// <summary>What a migration touches in a store.</summary>
internal sealed record MigrationTouch(string Store, OperationTouch Touch)
{
    /// <summary>What a person calls the whole of it: the table or collection and its store.</summary>
    public string Name => Touch.Subject is { } subject ? $"'{subject}' (store '{Store}')" : $"the store '{Store}'";

    /// <summary>As in <c>orders.currency (store 'main')</c>.</summary>
    public override string ToString() => $"{Touch} (store '{Store}')";
}
