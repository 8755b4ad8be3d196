using DocMigrate.CodeGeneration;

namespace DocMigrate.Document.Inference.Emitting;

/// <summary>Writes model classes that have the inferred shape.</summary>
/// <remarks>
/// What the classes can't say stands in comments: values of several types are a <c>JsonElement</c>, and so are object ids, for which the MongoDB library has a
/// type that the project may lack.
/// </remarks>
internal sealed class CSharpEmitter
{
    private const string Anything = "JsonElement";

    private readonly HashSet<string> _classes = new(StringComparer.Ordinal);
    private readonly Queue<(string Name, InferredObject Shape)> _pending = new();
    private readonly CodeWriter _code = new();
    private bool _extends;

    /// <summary>The source file.</summary>
    public static string Write(string store, string space, IReadOnlyList<InferredCollection> collections)
    {
        var emitter = new CSharpEmitter();
        foreach (var collection in collections)
        {
            emitter.Collection(store, collection);
        }

        var header = new CodeWriter();
        header.Line("// Written by 'docmigrate inspect --emit csharp' from the documents that are there. Read it, correct it, and make it your own.");
        header.Line("#nullable enable");
        header.Line();
        header.Line("using System;");
        header.Line("using System.Collections.Generic;");
        if (emitter._extends)
        {
            header.Line("using System.ComponentModel.DataAnnotations.Schema;");
        }

        header.Line("using System.Text.Json;");
        header.Line("using System.Text.Json.Serialization;");
        header.Line("using DocMigrate;");
        header.Line();
        header.Line($"namespace {space};");
        return header.ToString() + emitter._code;
    }

    private void Collection(string store, InferredCollection collection)
    {
        var name = ClrName.Unique(ClrName.Singular(ClrName.Of(collection.Collection)), _classes);
        _code.Line();
        _code.Line($"// From {InferenceText.Number(collection.Examined)} of {InferenceText.Count(collection.Documents, "document")}.");
        _code.Line($"[Store({CSharpLiteral.Of(store)})]");
        _code.Line($"[Collection({CSharpLiteral.Of(collection.Collection)})]");
        Class(name, collection.Shape.Object ?? new InferredObject { Count = 0, Fields = [] }, isDocument: true);
        while (_pending.TryDequeue(out var next))
        {
            _code.Line();
            Class(next.Name, next.Shape, isDocument: false);
        }
    }

    private void Class(string name, InferredObject shape, bool isDocument)
    {
        _code.Line($"public sealed class {name}");
        _code.Line("{");
        _code.Indent();
        // A member can't be named as its class, and what is named Id would be taken for the _id.
        var taken = new HashSet<string>(StringComparer.Ordinal) { name };
        var id = isDocument ? shape.Fields.FirstOrDefault(static field => field.Name == "_id") : null;
        if (isDocument)
        {
            taken.Add("Id");
        }

        Kinds(shape);
        var first = true;
        foreach (var field in shape.Fields)
        {
            if (!first)
            {
                _code.Line();
            }

            first = false;
            Property(name, field, field == id ? "Id" : ClrName.Unique(ClrName.Of(field.Name), taken));
        }

        if (shape.Map is { } map)
        {
            _extends = true;
            if (!first)
            {
                _code.Line();
            }

            _code.Line($"// And {InferenceDescription.Keys(map)}: {InferenceDescription.Of(map.Value)}");
            _code.Line("[JsonExtensionData, NotMapped]");
            _code.Line($"public Dictionary<string, {Anything}>? {ClrName.Unique("Others", taken)} {{ get; set; }}");
        }

        _code.Outdent();
        _code.Line("}");
    }

    private void Kinds(InferredObject shape)
    {
        foreach (var kind in shape.Variants?.Kinds ?? [])
        {
            var by = shape.Variants!.Field is { } field ? $"{InferenceText.Key(field)} {kind.Value}" : "Some";
            _code.Line($"// {by} ({InferenceText.Percent(kind.Share)}): {(kind.Keys.Count == 0 ? "none of the optional keys" : string.Join(", ", kind.Keys.Select(static key => InferenceText.Key(key.Name))))}");
        }
    }

    private void Property(string owner, InferredField field, string name)
    {
        var type = Type(field.Value, owner + ClrName.Of(field.Name));
        var optional = field.Share < 1 || field.Approximate || field.Value.Has(InferredType.Null);
        if (Comment(field.Value, type) is { } comment)
        {
            _code.Line("// " + comment);
        }

        if (field.Name != name)
        {
            _code.Line($"[JsonPropertyName({CSharpLiteral.Of(field.Name)})]");
        }

        var isCollection = type.StartsWith("List<", StringComparison.Ordinal) || type.StartsWith("Dictionary<", StringComparison.Ordinal);
        _code.Line($"public {(optional || isCollection || IsStruct(type) ? "" : "required ")}{type}{(optional ? "?" : "")} {name} {{ get; set; }}{(!optional && isCollection ? " = [];" : "")}");
    }

    private static string? Comment(InferredValue value, string type) =>
        type == Anything || (value.Values is { } choices && choices.Any(static choice => choice.Value is not ("true" or "false"))) || value.Types.Count > 1
            ? InferenceDescription.Of(value)
            : null;

    private string Type(InferredValue value, string name)
    {
        var types = value.Types.Select(static share => share.Type).Where(static type => type is not (InferredType.Null or InferredType.Undefined)).ToHashSet();
        return types.Count == 1 ? Single(types.Single(), value, name)
            : types.SetEquals([InferredType.Int32, InferredType.Int64]) ? "long"
            : types.IsSubsetOf([InferredType.Int32, InferredType.Int64, InferredType.Double]) && types.Count > 0 ? "double"
            : types.IsSubsetOf([InferredType.Int32, InferredType.Int64, InferredType.Decimal]) && types.Count > 0 ? "decimal"
            : Anything;
    }

    private string Single(InferredType type, InferredValue value, string name) => type switch
    {
        InferredType.Boolean => "bool",
        InferredType.Int32 => "int",
        InferredType.Int64 => "long",
        InferredType.Double => "double",
        InferredType.Decimal => "decimal",
        InferredType.String or InferredType.Symbol => "string",
        InferredType.DateTime => "DateTime",
        InferredType.Guid => "Guid",
        InferredType.Binary => "byte[]",
        InferredType.Array => $"List<{Element(value.Array!.Element, ClrName.Singular(name))}>",
        InferredType.Object when value.Object is { Fields.Count: 0, Map: { } map } => $"Dictionary<string, {Element(map.Value, ClrName.Singular(name))}>",
        InferredType.Object when value.Object is { Fields.Count: > 0 } shape => Nested(name, shape),
        _ => Anything,
    };

    private string Element(InferredValue value, string name) => Type(value, name) + (value.Has(InferredType.Null) ? "?" : "");

    private string Nested(string name, InferredObject shape)
    {
        var free = ClrName.Unique(name, _classes);
        _pending.Enqueue((free, shape));
        return free;
    }

    private static bool IsStruct(string type) => type is "bool" or "int" or "long" or "double" or "decimal" or "DateTime" or "Guid" or Anything;
}
