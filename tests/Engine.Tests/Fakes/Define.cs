namespace DocMigrate.Engine.Tests.Fakes;

/// <summary>Short ways to say migrations.</summary>
public static class Define
{
    public static MigrationId Id(string text) => MigrationId.Parse(text);

    /// <param name="id"><c>module.name</c>.</param>
    /// <param name="dependencies">What it depends on, separated by blanks; a name alone is of the same module.</param>
    /// <param name="operations"><c>store:name</c>, <c>store:name*3</c> for three chunks, <c>store:name!</c> for one without a way back.</param>
    public static MigrationDefinition Migration(string id, string dependencies = "", params string[] operations)
    {
        var builder = new MigrationBuilder(Id(id));
        foreach (var dependency in dependencies.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = dependency.Split('.');
            builder.DependsOn(parts.Length > 1 ? parts[0] : builder.Id.Module, parts[^1]);
        }

        foreach (var operation in operations)
        {
            var (store, text) = (operation.Split(':')[0], operation.Split(':')[1]);
            var chunks = text.Contains('*', StringComparison.Ordinal) ? int.Parse(text.Split('*')[1], System.Globalization.CultureInfo.InvariantCulture) : 1;
            builder.Add(store, new MakeOperation { Name = text.Split('*')[0].TrimEnd('!'), Chunks = chunks, OneWay = text.EndsWith('!') });
        }

        return builder.ToDefinition();
    }
}
