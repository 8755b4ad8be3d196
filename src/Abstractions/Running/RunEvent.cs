namespace DocMigrate.Running;

/// <summary>Something that happened in a run. Derived types are the vocabulary.</summary>
public abstract record RunEvent;
