using DocMigrate.Cli.Tests.Support;

[assembly: AssemblyFixture(typeof(Workshop))]
