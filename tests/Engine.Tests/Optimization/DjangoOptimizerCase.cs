using System.Text.Json;
using DocMigrate.Models;
using DocMigrate.Operations;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Engine.Tests.Optimization;

/// <summary>A case of Django's own tests of its optimiser, in our words: models are tables, named by application and model.</summary>
internal sealed record DjangoOptimizerCase(string Name, MigrationOperation[] In, MigrationOperation[] Out)
{
    private static readonly Dictionary<string, string> s_unmapped = new(StringComparer.Ordinal)
    {
        ["AlterField"] = "alters a field; there is no such operation on columns yet",
        ["AlterIndexTogether"] = "alters index_together; an index here is an operation of its own",
        ["AlterUniqueTogether"] = "alters unique_together; a unique index here is an operation of its own",
        ["AlterModelManagers"] = "is about managers, which are Python objects",
        ["AlterModelOptions"] = "is about options of the class, which change no table",
        ["AlterModelTable"] = "separates the model's name from the table's, which are one here",
        ["AlterOrderWithRespectTo"] = "is about an order that Django keeps in a hidden column",
        ["RenameIndex"] = "renames an index; here it is dropped and created",
    };

    /// <summary>The case, or why it has no counterpart.</summary>
    public static (DjangoOptimizerCase? Case, string? Exclusion) Read(JsonElement json)
    {
        JsonElement[] operations = [.. json.GetProperty("in").EnumerateArray(), .. json.GetProperty("out").EnumerateArray()];
        if (operations.Select(Exclusion).FirstOrDefault(static reason => reason is not null) is { } reason)
        {
            return (null, reason);
        }

        var app = json.GetProperty("app").GetString() ?? "migrations";
        MigrationOperation[] Read(string name) => [.. json.GetProperty(name).EnumerateArray().Select(operation => Operation(operation, app))];
        return (new DjangoOptimizerCase(json.GetProperty("test").GetString()!, Read("in"), Read("out")), null);
    }

    private static string? Exclusion(JsonElement operation)
    {
        var kind = operation.GetProperty("op").GetString()!;
        return s_unmapped.TryGetValue(kind, out var reason) ? reason
            : operation.GetProperty("kw").TryGetProperty("bases", out var bases) && bases.EnumerateArray().Any(static item => item.ValueKind == JsonValueKind.String)
                ? "inherits from another model; tables don't"
                : null;
    }

    private static MigrationOperation Operation(JsonElement json, string app)
    {
        var arguments = json.GetProperty("kw");
        string Text(string name) => arguments.GetProperty(name).GetString()!.ToLowerInvariant();
        string Table(string name) => $"{app}_{Text(name)}";
        return json.GetProperty("op").GetString() switch
        {
            "CreateModel" => new CreateTableOperation { Table = TableOf(arguments, Table("name")) },
            "DeleteModel" => new DropTableOperation { Table = Table("name") },
            "RenameModel" => new RenameTableOperation { Table = Table("old_name"), NewName = Table("new_name") },
            "AddField" => new AddColumnOperation { Table = Table("model_name"), Column = Column(Text("name"), arguments.GetProperty("field")) },
            "RemoveField" => new DropColumnOperation { Table = Table("model_name"), Column = Text("name") },
            "RenameField" => new RenameColumnOperation { Table = Table("model_name"), Column = Text("old_name"), NewName = Text("new_name") },
            "AddIndex" => new CreateIndexOperation { Table = Table("model_name"), Index = Index(arguments.GetProperty("index")) },
            "RemoveIndex" => new DropIndexOperation { Table = Table("model_name"), Index = Text("name") },
            "Operation" => new RunSqlOperation { Up = "SELECT 1", Elidable = true },
            var kind => throw new InvalidDataException($"There is a new kind of operation: {kind}."),
        };
    }

    private static TableState TableOf(JsonElement arguments, string name)
    {
        var indexes = arguments.TryGetProperty("options", out var options) && options.TryGetProperty("indexes", out var stated)
            ? stated.EnumerateArray().Select(Index)
            : [];
        return new TableState
        {
            Name = name,
            Columns = arguments.GetProperty("fields").EnumerateArray().Select(static field => Column(field[0].GetString()!, field[1])).ToValueList(),
            Indexes = indexes.OrderBy(static index => index.Name, StringComparer.Ordinal).ToValueList(),
        };
    }

    private static IndexState Index(JsonElement json) => new()
    {
        Name = json.GetProperty("kw").GetProperty("name").GetString()!,
        Columns = json.GetProperty("kw").GetProperty("fields").EnumerateArray().Select(static field => field.GetString()!).ToValueList(),
    };

    private static ColumnState Column(string name, JsonElement field) => new()
    {
        Name = name,
        Type = field.GetProperty("type").GetString() is "IntegerField" or "ForeignKey" ? ScalarKind.Int64 : ScalarKind.String,
        References = field.GetProperty("kw").TryGetProperty("to", out var to)
            ? new ForeignKeyState { Table = to.GetString()!.Replace('.', '_').ToLowerInvariant(), Column = "id" }
            : null,
    };
}
