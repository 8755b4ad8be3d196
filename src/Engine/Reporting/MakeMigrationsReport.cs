namespace DocMigrate.Engine.Reporting;

/// <summary>What <c>makemigrations</c> wrote, or would write.</summary>
/// <param name="Files">The files; empty when the models ask for nothing new.</param>
/// <param name="Models">How many model classes were read.</param>
/// <param name="Written">Whether the files were written: false for a dry run.</param>
public sealed record MakeMigrationsReport(ValueList<MigrationFileReport> Files, int Models, bool Written);
