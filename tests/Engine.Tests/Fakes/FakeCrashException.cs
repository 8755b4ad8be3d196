namespace DocMigrate.Engine.Tests.Fakes;

/// <summary>The process "died": nothing can be read or written until the world is revived.</summary>
public sealed class FakeCrashException() : Exception("The process died.");
