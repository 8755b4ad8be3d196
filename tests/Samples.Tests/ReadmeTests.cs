namespace DocMigrate.Samples.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void Shows_a_migration_that_compiles()
    {
        var root = Root();
        var compiled = File.ReadAllText(Path.Combine(root, "tests", "Samples.Tests", "M0003_SplitCustomerName.cs"));
        var shown = File.ReadAllText(Path.Combine(root, "README.md")).Split("```csharp\n")[1].Split("```")[0];

        Assert.EndsWith(shown.TrimEnd(), compiled.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_a_migration_that_changes_both_stores()
    {
        var builder = new MigrationBuilder(new MigrationId("shop", "0003_split_customer_name"));

        new M0003_SplitCustomerName().Build(builder);

        var definition = builder.ToDefinition();
        Assert.Equal(["main", "catalog"], definition.Stores);
        Assert.Equal(5, definition.Operations.Count);
        Assert.All(definition.Operations, static operation => Assert.NotEqual(LossClass.Irreversible, operation.Operation.Loss(Direction.Backward)));
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DocMigrate.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above '{AppContext.BaseDirectory}' has DocMigrate.sln.");
    }
}
