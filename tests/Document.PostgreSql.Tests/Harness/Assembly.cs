using DocMigrate.Tests;

[assembly: AssemblyFixture(typeof(PostgresFixture))]
