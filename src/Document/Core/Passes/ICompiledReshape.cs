namespace DocMigrate.Document.Passes;

/// <summary>A chain of operations in a store's own language: whatever its <see cref="IPassStore.Compile"/> made. Nobody else looks into it.</summary>
public interface ICompiledReshape;
