using DocMigrate.Backends;

namespace DocMigrate.Engine.Reporting;

/// <summary>The commands of one step.</summary>
/// <param name="Migration">The migration, <c>module.name</c>.</param>
/// <param name="Store">The store.</param>
/// <param name="Direction">Applied or undone.</param>
/// <param name="Commands">The commands in order.</param>
public sealed record ScriptStepReport(string Migration, string Store, Direction Direction, ValueList<CompiledCommand> Commands);
