using DocMigrate.Backends;
using DocMigrate.DryRuns;

namespace DocMigrate.Specification.Documents.Harness;

/// <summary>What every backend for documents is.</summary>
public interface IDocumentBackend : IMigrationBackend, IDryRuns;
