namespace DocMigrate.Specification.Documents.Harness;

/// <summary>What happens to the process of a run: nothing of the open transaction is left.</summary>
public sealed class PowerCutException : Exception;
