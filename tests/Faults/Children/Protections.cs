namespace DocMigrate.Faults.Children;

/// <summary>What <c>--self-test</c> switches off.</summary>
internal static class Protections
{
    public const string Journal = "journal";
    public const string Checkpoint = "checkpoint-in-transaction";
    public const string Fence = "fence";
    public const string ShapeGuard = "shape-guard";
}
