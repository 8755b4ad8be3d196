using System.Globalization;
using DocMigrate.CodeGeneration;
using DocMigrate.Document.Building;
using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.CodeGeneration;

/// <summary>Writes one operation as a call on a builder.</summary>
internal static class OperationCode
{
    /// <summary>Whether no call declares it: what only the reverse of an operation makes, and code that is not there.</summary>
    public static bool NeedsInitializer(DocumentOperation operation) => operation switch
    {
        StampDocumentsOperation or RestoreFieldOperation or RestoreCollectionOperation or RemoveFieldOperation { Shape: not null } => true,
        WrapInArrayOperation { OnError: not OnError.Fail } or WrapInArrayOperation { Shape: not null } or UnwrapArrayOperation { Shape: not null } => true,
        TransformDocumentsOperation transform => Obstacle(transform) is not null,
        ForEachOperation each => NeedInitializers(each.Operations),
        ForEachValueOperation each => NeedInitializers(each.Operations),
        _ => false,
    };

    private static bool NeedInitializers(ValueList<ReshapeOperation> inside) => inside.Any(static inner => NeedsInitializer(inner) || inner.Collection.Length > 0);

    /// <summary>Why the code of a transform can't be written, as the end of a sentence; null when it can.</summary>
    public static string? Obstacle(TransformDocumentsOperation transform) => transform.Forward is not { } forward
        ? "its code is not there"
        : CodeName.Obstacle(forward) ?? (transform.Backward is { } backward ? CodeName.Obstacle(backward) : null);

    /// <summary>What the builder takes down as the source of a transform that is written by <see cref="Call"/>.</summary>
    public static string? Source(TransformDocumentsOperation transform) =>
        SourceText.Of(CodeName.Of(transform.Forward!), transform.Backward is { } backward ? CodeName.Of(backward) : null);

    public static string Call(DocumentOperation operation) => operation switch
    {
        TransformDocumentsOperation transform =>
            $".Transform({CSharpLiteral.Of(transform.Name)}, {CodeName.Of(transform.Forward!)}{(transform.Backward is { } backward ? $", reverse: {CodeName.Of(backward)}" : "")}"
            + $"{(transform.KeepOriginal ? ", keepOriginal: true" : "")}{Policy(transform)}{(transform.Elidable ? ", elidable: true" : "")})",
        CreateCollectionOperation => ".Create()",
        DropCollectionOperation => ".Drop()",
        RenameCollectionOperation rename => $".RenameCollection({CSharpLiteral.Of(rename.To)})",
        CreateDocumentIndexOperation index => $".CreateIndex([{string.Join(", ", index.Paths.Select(static path => path.IsRoot ? "DocumentPath.Root" : Path(path)))}]{(index.Unique ? ", unique: true" : "")}{Name(index)}{IndexCode.Options(index.Options)})",
        ContractCollectionOperation => ".Contract()",
        DropDocumentIndexOperation index => $".DropIndex({CSharpLiteral.Of(index.Name)})",
        AddFieldOperation add => $".{Value(add)}{(add.Shape is null ? "" : $", {ShapeCode.Of(add.Shape)}")}{Policy(add)})",
        VersionCollectionOperation version => version.Field is null ? ".Unversioned()" : $".Versioned({CSharpLiteral.Of(version.Field)})",
        DeclareFieldOperation declare => $".Declare({Path(declare.Path)}, {(declare.Shape is null ? "null" : ShapeCode.Of(declare.Shape))})",
        RemoveFieldOperation remove => $".Remove({Path(remove.Path)}{Policy(remove)})",
        RenameFieldOperation { CreateParents: false, PruneParents: false } rename => $".Rename({Path(rename.From)}, {Path(rename.To)}{Policy(rename)}{Target(rename)})",
        RenameFieldOperation move => $".Move({Path(move.From)}, {Path(move.To)}{(move.CreateParents ? "" : ", createParents: false")}"
            + $"{(move.PruneParents ? ", pruneParents: true" : "")}{Policy(move)}{Target(move)})",
        RenameFieldsOperation rename => $".RenameMany({Names(rename)}{Parent(rename.Parent)}{Policy(rename)})",
        SetFieldOperation set => $".Set({Path(set.Path)}, {ExpressionCode.Lambda(set.Value)}{(set.Shape is null ? "" : $", {ShapeCode.Of(set.Shape)}")}{Policy(set)})",
        MapValuesOperation map =>
            $".MapValues({Path(map.Path)}, {Table(map)}{(map.Otherwise is null ? "" : $", otherwise: {CSharpLiteral.Of(DocumentWriter.Write(map.Otherwise))}")}{Policy(map)})",
        WrapInArrayOperation wrap => $".WrapInArray({Path(wrap.Path)}{Policy(wrap)})",
        UnwrapArrayOperation unwrap =>
            $".Unwrap({Path(unwrap.Path)}{(unwrap.Longer == LongArrays.Misfit ? "" : $", longer: {CSharpLiteral.Of(unwrap.Longer)}")}{Policy(unwrap)})",
        ConvertFieldOperation convert =>
            $".Convert({Path(convert.Path)}, {CSharpLiteral.Of(convert.To)}{(convert.From is { } from ? $", from: {CSharpLiteral.Of(from)}" : "")}{Policy(convert)}{Rules(convert.Rules)})",
        SplitFieldOperation split => $".Split({Path(split.Path)}, into: {CSharpLiteral.Of(split.Into)}, separator: {CSharpLiteral.Of(split.Separator)}{Policy(split)})",
        JoinFieldsOperation join =>
            $".Join({CSharpLiteral.Of(join.Fields)}, into: {CSharpLiteral.Of(join.Into)}, separator: {CSharpLiteral.Of(join.Separator)}{Parent(join.Parent)}{Policy(join)})",
        NestFieldsOperation nest => $".Nest({CSharpLiteral.Of(nest.Fields)}, into: {CSharpLiteral.Of(nest.Into)}{Parent(nest.Parent)}{Policy(nest)})",
        FlattenFieldOperation flatten => $".Flatten({Path(flatten.Path)}, {CSharpLiteral.Of(flatten.Fields)}{Policy(flatten)})",
        MapToArrayOperation map => $".MapToArray({Path(map.Path)}, keyField: {CSharpLiteral.Of(map.KeyField)}{ValueField(map.ValueField)}{Policy(map)})",
        ArrayToMapOperation array => $".ArrayToMap({Path(array.Path)}, keyField: {CSharpLiteral.Of(array.KeyField)}{ValueField(array.ValueField)}{Policy(array)})",
        _ => throw new ArgumentException($"{operation.GetType().Name} is no operation on documents.", nameof(operation)),
    };

    /// <summary>A path as a string where a string reads back as the same path.</summary>
    public static string Path(DocumentPath path) => path.Segments.Any(static key => key.Length == 0 || key.Contains('.', StringComparison.Ordinal) || key.EndsWith("[]", StringComparison.Ordinal))
            || path.IsRoot
        ? $"DocumentPath.Of({string.Join(", ", path.Segments.Select(CSharpLiteral.Of))})"
        : CSharpLiteral.Of(string.Join('.', path.Segments));

    public static string Policy(ReshapeOperation operation) =>
        (operation.OnError == OnError.Fail ? "" : $", onError: {CSharpLiteral.Of(operation.OnError)}")
        + (operation.Where is null ? "" : $", where: {ExpressionCode.Lambda(operation.Where)}");

    /// <summary>The operation as an object, on one line.</summary>
    public static string Initializer(DocumentOperation operation) => $"new {operation.GetType().Name} {{ {string.Join(", ", Properties(operation))} }}";

    private static IEnumerable<string> Properties(DocumentOperation operation)
    {
        yield return $"Collection = {CSharpLiteral.Of(operation.Collection)}";
        if (operation is ReshapeOperation { OnError: not OnError.Fail } reshape)
        {
            yield return $"OnError = {CSharpLiteral.Of(reshape.OnError)}";
        }

        if (operation is ReshapeOperation { Unstamped: not UnstampedPolicy.Report } latecomers)
        {
            yield return $"Unstamped = {CSharpLiteral.Of(latecomers.Unstamped)}";
        }

        if (operation is ReshapeOperation { Where: { } filter })
        {
            yield return $"Where = {ExpressionCode.Value(filter)}";
        }

        switch (operation)
        {
            case StampDocumentsOperation stamp:
                yield return $"Field = {CSharpLiteral.Of(stamp.Field)}, Stamp = {CSharpLiteral.Of(stamp.Stamp)}";
                break;
            case RestoreFieldOperation restore:
                yield return $"Path = {Literal(restore.Path)}{Shape(restore.Shape)}";
                break;
            case RemoveFieldOperation remove:
                yield return $"Path = {Literal(remove.Path)}{Shape(remove.Shape)}";
                break;
            case RestoreCollectionOperation restore:
                yield return $"Shape = {Collection(restore.Shape)}";
                break;
            case TransformDocumentsOperation transform:
                yield return $"Name = {CSharpLiteral.Of(transform.Name)}, KeepOriginal = {CSharpLiteral.Of(transform.KeepOriginal)}";
                yield return $"Code = {CSharpLiteral.Of(transform.Code)}, HasReverse = {CSharpLiteral.Of(transform.HasReverse)}{(transform.Elidable ? ", Elidable = true" : "")}";
                break;
            case ForEachOperation each:
                yield return $"Path = {Literal(each.Path)}, Operations = [{string.Join(", ", each.Operations.Select(Initializer))}]";
                break;
            case ForEachValueOperation each:
                yield return $"Path = {Literal(each.Path)}, Operations = [{string.Join(", ", each.Operations.Select(Initializer))}]";
                break;
            case AddFieldOperation add:
                yield return $"Path = {Literal(add.Path)}, Value = {ValueExpression(add.Value)}{Shape(add.Shape)}";
                break;
            case DeclareFieldOperation declare:
                yield return $"Path = {Literal(declare.Path)}{Shape(declare.Shape)}";
                break;
            case RenameFieldOperation rename:
                yield return $"From = {Literal(rename.From)}, To = {Literal(rename.To)}, Target = {CSharpLiteral.Of(rename.Target)}";
                yield return $"CreateParents = {CSharpLiteral.Of(rename.CreateParents)}, PruneParents = {CSharpLiteral.Of(rename.PruneParents)}";
                break;
            case RenameFieldsOperation rename:
                yield return $"Parent = {Literal(rename.Parent)}, Names = {Names(rename)}";
                break;
            case SetFieldOperation set:
                yield return $"Path = {Literal(set.Path)}, Value = {ExpressionCode.Value(set.Value)}{Shape(set.Shape)}";
                break;
            case MapValuesOperation map:
                yield return $"Path = {Literal(map.Path)}, Table = {Table(map)}{(map.Otherwise is null ? "" : $", Otherwise = {ValueExpression(map.Otherwise)}")}";
                break;
            case WrapInArrayOperation wrap:
                yield return $"Path = {Literal(wrap.Path)}{Shape(wrap.Shape)}";
                break;
            case UnwrapArrayOperation unwrap:
                yield return $"Path = {Literal(unwrap.Path)}, Longer = {CSharpLiteral.Of(unwrap.Longer)}{Shape(unwrap.Shape)}";
                break;
            case ConvertFieldOperation convert:
                yield return $"Path = {Literal(convert.Path)}, To = {CSharpLiteral.Of(convert.To)}{(convert.From is { } from ? $", From = {CSharpLiteral.Of(from)}" : "")}"
                    + (convert.Rules == ConversionRules.Strict ? "" : $", Rules = {RulesValue(convert.Rules)}");
                break;
            case SplitFieldOperation split:
                yield return $"Path = {Literal(split.Path)}, Into = {CSharpLiteral.Of(split.Into)}, Separator = {CSharpLiteral.Of(split.Separator)}";
                break;
            case JoinFieldsOperation join:
                yield return $"Parent = {Literal(join.Parent)}, Fields = {CSharpLiteral.Of(join.Fields)}";
                yield return $"Into = {CSharpLiteral.Of(join.Into)}, Separator = {CSharpLiteral.Of(join.Separator)}";
                break;
            case NestFieldsOperation nest:
                yield return $"Parent = {Literal(nest.Parent)}, Fields = {CSharpLiteral.Of(nest.Fields)}, Into = {CSharpLiteral.Of(nest.Into)}";
                break;
            case FlattenFieldOperation flatten:
                yield return $"Path = {Literal(flatten.Path)}, Fields = {CSharpLiteral.Of(flatten.Fields)}";
                break;
            case MapToArrayOperation map:
                yield return $"Path = {Literal(map.Path)}, KeyField = {CSharpLiteral.Of(map.KeyField)}, ValueField = {CSharpLiteral.Of(map.ValueField)}";
                break;
            case ArrayToMapOperation array:
                yield return $"Path = {Literal(array.Path)}, KeyField = {CSharpLiteral.Of(array.KeyField)}, ValueField = {CSharpLiteral.Of(array.ValueField)}";
                break;
            default:
                throw new ArgumentException($"{operation.GetType().Name} is written as a call.", nameof(operation));
        }
    }

    private static string Literal(DocumentPath path) => $"DocumentPath.Of({string.Join(", ", path.Segments.Select(CSharpLiteral.Of))})";

    private static string Shape(FieldShape? shape) => shape is null ? "" : $", Shape = {ShapeCode.Of(shape)}";

    private static string Collection(CollectionShape collection) =>
        $"new CollectionShape {{ Name = {CSharpLiteral.Of(collection.Name)}, Declared = {CSharpLiteral.Of(collection.Declared)}, Shape = {ShapeCode.Of(collection.Shape)}"
        + $", Indexes = [{string.Join(", ", collection.Indexes.Select(Index))}] }}";

    private static string Index(DocumentIndexShape index) =>
        $"new({CSharpLiteral.Of(index.Name)}, [{string.Join(", ", index.Paths.Select(Literal))}], {CSharpLiteral.Of(index.Unique)})";

    private static string Name(CreateDocumentIndexOperation index) =>
        index.Name == CreateDocumentIndexOperation.DefaultName(index.Collection, index.Paths) ? "" : $", name: {CSharpLiteral.Of(index.Name)}";

    private static string Parent(DocumentPath parent) => parent.IsRoot ? "" : $", parent: {Path(parent)}";

    private static string ValueField(string? field) => field is null ? "" : $", valueField: {CSharpLiteral.Of(field)}";

    private static string Value(AddFieldOperation add) => Scalar(add.Value) is { } literal
        ? $"Add({Path(add.Path)}, {literal}"
        : $"AddJson({Path(add.Path)}, {CSharpLiteral.Of(DocumentWriter.Write(add.Value))}";

    internal static string ValueExpression(JToken value) => $"DocumentReader.ReadValue({CSharpLiteral.Of(DocumentWriter.Write(value))})";

    private static string Target(RenameFieldOperation rename) => rename.Target == TargetPolicy.Fail ? "" : $", target: {CSharpLiteral.Of(rename.Target)}";

    private static string Names(RenameFieldsOperation rename) =>
        $"[{string.Join(", ", rename.Names.Select(static name => $"({CSharpLiteral.Of(name.From)}, {CSharpLiteral.Of(name.To)})"))}]";

    private static string Table(MapValuesOperation map) => $"[{string.Join(", ", map.Table.Select(Row))}]";

    private static string Row(ValueMapping row) => (row.From, row.To) switch
    {
        (JValue { Value: string or int }, JValue { Value: string }) or (JValue { Value: string }, JValue { Value: int }) => $"({Scalar(row.From)}, {Scalar(row.To)})",
        _ => $"ValueMapping.Of({Scalar(row.From) ?? ValueExpression(row.From)}, {Scalar(row.To) ?? ValueExpression(row.To)})",
    };

    private static string Rules(ConversionRules rules) => rules == ConversionRules.Strict ? "" : $", rules: {RulesValue(rules)}";

    internal static string RulesValue(ConversionRules rules)
    {
        var parts = new List<string>();
        if (rules.Formats.Count > 0)
        {
            parts.Add($"Formats = {CSharpLiteral.Of(rules.Formats)}");
        }

        if (rules.Epoch is { } epoch)
        {
            parts.Add($"Epoch = {CSharpLiteral.Of(epoch)}");
        }

        if (rules.Truncate)
        {
            parts.Add("Truncate = true");
        }

        return $"new ConversionRules {{ {string.Join(", ", parts)} }}";
    }

    internal static string? Scalar(JToken value) => value is not JValue scalar ? null : scalar.Value switch
    {
        null => "null",
        string text => CSharpLiteral.Of(text),
        bool flag => CSharpLiteral.Of(flag),
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        double number when double.IsFinite(number) => DocumentWriter.Text(number),
        _ => null,
    };
}
