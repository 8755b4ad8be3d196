namespace DocMigrate.Cli.Hosting;

/// <summary>What a program wrote and returned.</summary>
internal sealed record ProcessOutput(int ExitCode, string Out, string Error);
