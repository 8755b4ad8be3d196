namespace DocMigrate.Engine.CodeGeneration;

/// <summary>A migration's file. Immutable.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="FileName">The file's name, without a folder: the migration's name and <c>.cs</c>.</param>
/// <param name="ClassName">The class in it.</param>
/// <param name="Text">The C# code, with <c>\n</c> line ends.</param>
internal sealed record MigrationFile(MigrationId Migration, string FileName, string ClassName, string Text);
