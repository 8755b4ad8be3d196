using System.Text.Json;
using DocMigrate.Models;

namespace DocMigrate.Engine.Tests.Detection;

/// <summary>A case of Django's own tests of its autodetector, in our words: apps are modules, models are tables.</summary>
internal sealed record DjangoCase
{
    private static readonly Dictionary<string, ScalarKind> s_scalars = new(StringComparer.Ordinal)
    {
        ["AutoField"] = ScalarKind.Int64,
        ["CharField"] = ScalarKind.String,
        ["TextField"] = ScalarKind.String,
        ["IntegerField"] = ScalarKind.Int32,
        ["DateField"] = ScalarKind.Date,
        ["DateTimeField"] = ScalarKind.DateTime,
        ["TimeField"] = ScalarKind.Time,
    };

    private static readonly HashSet<string> s_operations =
        new(StringComparer.Ordinal) { "CreateModel", "DeleteModel", "AddField", "RemoveField", "RenameField", "RenameModel" };

    public required string Name { get; init; }

    public required EntityModel[] Before { get; init; }

    public required EntityModel[] After { get; init; }

    /// <summary>The renames that Django's questioner said yes to.</summary>
    public required string[] Renames { get; init; }

    /// <summary>The operations, sorted: <c>module: kind subject</c>.</summary>
    public required string[] Expected { get; init; }

    /// <summary>The case, or why it has no counterpart.</summary>
    public static (DjangoCase? Case, string? Exclusion) Read(JsonElement json)
    {
        JsonElement[] models = [.. Items(json, "before"), .. Items(json, "after")];
        var operations = json.GetProperty("expect").EnumerateObject()
            .SelectMany(static app => app.Value.EnumerateArray().SelectMany(static migration => migration.GetProperty("ops").EnumerateArray())
                .Select(operation => (App: app.Name, Kind: operation.GetProperty("op").GetString()!, Arguments: operation.GetProperty("kw"))))
            .ToArray();
        var exclusion = operations.Select(static operation => operation.Kind).FirstOrDefault(static kind => !s_operations.Contains(kind)) is { } kind
            ? $"expects {kind}, which no operation of ours covers yet"
            : models.Select(WhyNot).FirstOrDefault(static reason => reason is not null);
        if (exclusion is not null)
        {
            return (null, exclusion);
        }

        var (before, after) = (Models(Items(json, "before")), Models(Items(json, "after")));
        return (new DjangoCase
        {
            Name = json.GetProperty("test").GetString()!,
            Before = before,
            After = after,
            Renames = [.. operations.Select(operation => Rename(operation.App, operation.Kind, operation.Arguments, after)).OfType<string>()],
            Expected = [.. operations.SelectMany(operation => Ours(operation.App, operation.Kind, operation.Arguments, operations)).Order(StringComparer.Ordinal)],
        }, null);
    }

    private static JsonElement[] Items(JsonElement json, string side) =>
        json.GetProperty(side) is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray()] : [];

    private static string? WhyNot(JsonElement model)
    {
        var options = model.GetProperty("options").EnumerateObject()
            .Where(static option => option.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False) && !(option.Value is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0))
            .Select(static option => option.Name)
            .Except(["db_table", "verbose_name"]);
        return options.FirstOrDefault() is { } known ? $"has the option {known}"
            : model.GetProperty("bases").GetArrayLength() != 1 || model.GetProperty("bases")[0].ToString() != "Model" ? "has a base class that is a model or a mixin"
            : model.GetProperty("fields").EnumerateObject().Select(static field => WhyNotField(field.Value)).FirstOrDefault(static reason => reason is not null);
    }

    private static string? WhyNotField(JsonElement field)
    {
        var type = field.GetProperty("type").GetString()!;
        return type != "ForeignKey" && !s_scalars.ContainsKey(type) ? $"has a {type}"
            : type == "ForeignKey" && (field.GetProperty("kw").GetProperty("to").ValueKind != JsonValueKind.String || field.GetProperty("kw").TryGetProperty("to_field", out _))
                ? "has a foreign key to something other than a model's key"
                : null;
    }

    private static EntityModel[] Models(JsonElement[] models) => [.. models.Select(Model)];

    private static EntityModel Model(JsonElement model)
    {
        var app = model.GetProperty("app").GetString()!;
        return new EntityModel
        {
            Name = Table(app, model.GetProperty("name").GetString()!),
            ClrName = model.GetProperty("name").GetString()!,
            Store = "main",
            Module = app,
            Properties = model.GetProperty("fields").EnumerateObject().Select(field => Column(app, field.Name, field.Value)).ToValueList(),
        };
    }

    private static PropertyModel Column(string app, string name, JsonElement field)
    {
        var type = field.GetProperty("type").GetString()!;
        var arguments = field.GetProperty("kw");
        var target = type == "ForeignKey" ? arguments.GetProperty("to").GetString()! : null;
        var isKey = arguments.TryGetProperty("primary_key", out var key) && key.GetBoolean();
        return new PropertyModel
        {
            Name = target is null ? name : name + "_id",
            ClrName = name,
            Type = new ScalarTypeModel(target is null ? s_scalars[type] : ScalarKind.Int64),
            Key = isKey,

            // Django asks for a value or leaves NULL to the database; what rows get is not what these cases are about.
            Nullable = !isKey,
            References = target is null ? null : target.Contains('.', StringComparison.Ordinal) ? Table(target.Split('.')[0], target.Split('.')[1]) : Table(app, target),
        };
    }

    private static string Table(string app, string model) => $"{app}_{model}".ToLowerInvariant();

    private static string? Rename(string app, string kind, JsonElement arguments, EntityModel[] after) => kind switch
    {
        "RenameModel" => $"{Table(app, Text(arguments, "old_name"))}={Table(app, Text(arguments, "new_name"))}",
        "RenameField" => after
            .Where(model => model.Name == Table(app, Text(arguments, "model_name")))
            .SelectMany(static model => model.Properties.Select(column => (Model: model, Column: column)))
            .Where(pair => pair.Column.ClrName == Text(arguments, "new_name"))
            .Select(pair => $"{pair.Model.Name}.{Text(arguments, "old_name")}{(pair.Column.References is null ? "" : "_id")}={pair.Column.Name}")
            .Single(),
        _ => null,
    };

    private static IEnumerable<string> Ours(string app, string kind, JsonElement arguments, (string App, string Kind, JsonElement Arguments)[] all)
    {
        var model = Text(arguments, kind is "CreateModel" or "DeleteModel" or "RenameModel" ? kind == "RenameModel" ? "new_name" : "name" : "model_name");
        var table = Table(app, model);
        switch (kind)
        {
            case "CreateModel":
                yield return $"{app}: createTable {table}";
                break;
            case "DeleteModel":
                yield return $"{app}: dropTable {table}";
                break;
            case "RenameModel":
                yield return $"{app}: renameTable {table}";
                break;

            // Django removes and adds keys apart from their tables, to break circles; ours go with the table.
            case "AddField" when all.Any(other => other.App == app && other.Kind == "CreateModel" && Table(app, Text(other.Arguments, "name")) == table):
            case "RemoveField" when all.Any(other => other.App == app && other.Kind == "DeleteModel" && Table(app, Text(other.Arguments, "name")) == table):
                break;
            default:
                yield return $"{app}: {kind switch { "AddField" => "addColumn", "RemoveField" => "dropColumn", _ => "renameColumn" }} {table}";
                break;
        }
    }

    private static string Text(JsonElement arguments, string name) => arguments.GetProperty(name).GetString()!;
}
