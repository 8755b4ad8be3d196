namespace DocMigrate.Document.PostgreSql.Tests.Harness;

/// <summary>Tests that run when no others do.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;
