using DocMigrate.Document.Expressions;
using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Building;

/// <summary>Declares operations on the fields of documents, or of the elements of an array. Not thread-safe.</summary>
/// <typeparam name="TSelf">The builder itself.</typeparam>
/// <remarks>A string is a dotted path, as in <c>address.city</c>; <see cref="DocumentPath.Of"/> names keys that have dots. Operations run in the order of the calls.</remarks>
public abstract class ReshapeBuilder<TSelf>
    where TSelf : ReshapeBuilder<TSelf>
{
    private readonly string _collection;
    private readonly Action<DocumentOperation> _add;

    private protected ReshapeBuilder(string collection, Action<DocumentOperation> add)
    {
        _collection = collection;
        _add = add;
    }

    private protected string Collection => _collection;

    /// <summary>What the operations that are declared from here on say about documents that come meanwhile.</summary>
    private protected UnstampedPolicy Latecomers { get; set; }

    /// <summary>Gives a field a value where it is missing.</summary>
    /// <param name="path">The field.</param>
    /// <param name="value">A string, number, boolean, date, GUID, null, or a JSON token; an integer keeps its width, in a token it gets the narrowest.</param>
    /// <param name="shape">What the field is; null for what the value is.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf Add(DocumentPath path, object? value, FieldShape? shape = null, Func<IExpressionBuilder, DocumentExpression>? where = null) =>
        With(new AddFieldOperation { Collection = _collection, Where = Filter(where), Path = path, Value = DocumentValue.Of(value), Shape = shape });

    /// <summary>Gives a field a value where it is missing.</summary>
    /// <param name="path">The field.</param>
    /// <param name="json">The value as Extended JSON.</param>
    /// <param name="shape">What the field is; null for what the value is.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    /// <exception cref="Errors.DataException">The text is no JSON.</exception>
    public TSelf AddJson(DocumentPath path, string json, FieldShape? shape = null, Func<IExpressionBuilder, DocumentExpression>? where = null) =>
        With(new AddFieldOperation { Collection = _collection, Where = Filter(where), Path = path, Value = DocumentReader.ReadValue(json), Shape = shape });

    /// <summary>Says what a field is, without changing documents.</summary>
    /// <param name="path">The field.</param>
    /// <param name="shape">What it is; null when nothing expects it any more.</param>
    public TSelf Declare(DocumentPath path, FieldShape? shape) =>
        With(new DeclareFieldOperation { Collection = _collection, Path = path, Shape = shape });

    /// <summary>Takes a field away; its values are kept aside and come back on the way back.</summary>
    /// <param name="path">The field.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf Remove(DocumentPath path, Func<IExpressionBuilder, DocumentExpression>? where = null) =>
        With(new RemoveFieldOperation { Collection = _collection, Where = Filter(where), Path = path });

    /// <summary>Renames a field, or moves it to another object.</summary>
    /// <param name="from">The field.</param>
    /// <param name="to">The whole new path, not just a name.</param>
    /// <param name="onError">What happens with a document that has a field there already, where <paramref name="target"/> says nothing else.</param>
    /// <param name="target">What happens with the two values where a field is there already.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf Rename(
        DocumentPath from,
        DocumentPath to,
        OnError onError = OnError.Fail,
        TargetPolicy target = TargetPolicy.Fail,
        Func<IExpressionBuilder, DocumentExpression>? where = null) =>
        With(new RenameFieldOperation { Collection = _collection, Where = Filter(where), OnError = onError, From = from, To = to, Target = target });

    /// <summary>Splits text into fields beside it.</summary>
    /// <param name="path">The field.</param>
    /// <param name="into">The keys of the parts; the last takes what is left.</param>
    /// <param name="separator">What stands between the parts.</param>
    /// <param name="onError">What happens with a document whose field is no text, or which has one of the keys already.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf Split(
        DocumentPath path, ValueList<string> into, string separator, OnError onError = OnError.Fail, Func<IExpressionBuilder, DocumentExpression>? where = null) =>
        With(new SplitFieldOperation { Collection = _collection, Where = Filter(where), OnError = onError, Path = path, Into = into, Separator = separator });

    /// <summary>Joins texts.</summary>
    /// <param name="fields">The keys of the texts, in order.</param>
    /// <param name="into">The key of the result.</param>
    /// <param name="separator">What is put between the texts.</param>
    /// <param name="parent">The object that has the fields; null for the document itself.</param>
    /// <param name="onError">What happens with a document where a field is no text, or which has the result's key already.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf Join(
        ValueList<string> fields, string into, string separator, DocumentPath? parent = null, OnError onError = OnError.Fail, Func<IExpressionBuilder, DocumentExpression>? where = null) =>
        With(new JoinFieldsOperation
        {
            Collection = _collection, Where = Filter(where), OnError = onError, Parent = parent ?? DocumentPath.Root, Fields = fields, Into = into, Separator = separator,
        });

    /// <summary>Moves fields into a sub-document.</summary>
    /// <param name="fields">Their keys.</param>
    /// <param name="into">The key of the sub-document.</param>
    /// <param name="parent">The object that has the fields; null for the document itself.</param>
    /// <param name="onError">What happens with a document that has something else under the sub-document's key.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf Nest(
        ValueList<string> fields, string into, DocumentPath? parent = null, OnError onError = OnError.Fail, Func<IExpressionBuilder, DocumentExpression>? where = null) =>
        With(new NestFieldsOperation { Collection = _collection, Where = Filter(where), OnError = onError, Parent = parent ?? DocumentPath.Root, Fields = fields, Into = into });

    /// <summary>Moves fields out of a sub-document; it goes when nothing is left in it.</summary>
    /// <param name="path">The sub-document.</param>
    /// <param name="fields">The keys to move.</param>
    /// <param name="onError">What happens with a document that has one of the keys beside the sub-document, or no object there.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf Flatten(
        DocumentPath path, ValueList<string> fields, OnError onError = OnError.Fail, Func<IExpressionBuilder, DocumentExpression>? where = null) =>
        With(new FlattenFieldOperation { Collection = _collection, Where = Filter(where), OnError = onError, Path = path, Fields = fields });

    /// <summary>Gives a field's values another type.</summary>
    /// <param name="path">The field.</param>
    /// <param name="to">The type.</param>
    /// <param name="from">The type to go back to; null: the way back restores the values that were converted.</param>
    /// <param name="onError">What happens with a document whose value can't be converted.</param>
    /// <param name="rules">How dates are written and what may be lost; null for <see cref="ConversionRules.Strict"/>.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf Convert(
        DocumentPath path, FieldType to, FieldType? from = null, OnError onError = OnError.Fail, ConversionRules? rules = null, Func<IExpressionBuilder, DocumentExpression>? where = null) =>
        With(new ConvertFieldOperation { Collection = _collection, Where = Filter(where), OnError = onError, Path = path, To = to, From = from, Rules = rules ?? ConversionRules.Strict });

    /// <summary>Turns an object keyed by data into an array of objects.</summary>
    /// <param name="path">The object.</param>
    /// <param name="keyField">The key under which each element has its key.</param>
    /// <param name="valueField">The key under which each element has its value; null when the values are objects.</param>
    /// <param name="onError">What happens with a document where it can't be done.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf MapToArray(
        DocumentPath path, string keyField, string? valueField = null, OnError onError = OnError.Fail, Func<IExpressionBuilder, DocumentExpression>? where = null) =>
        With(new MapToArrayOperation { Collection = _collection, Where = Filter(where), OnError = onError, Path = path, KeyField = keyField, ValueField = valueField });

    /// <summary>Turns an array of objects into an object keyed by one of their fields.</summary>
    /// <param name="path">The array.</param>
    /// <param name="keyField">The key under which each element has its key.</param>
    /// <param name="valueField">The key under which each element has its value; null when the rest of the element is the value.</param>
    /// <param name="onError">What happens with a document where it can't be done.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf ArrayToMap(
        DocumentPath path, string keyField, string? valueField = null, OnError onError = OnError.Fail, Func<IExpressionBuilder, DocumentExpression>? where = null) =>
        With(new ArrayToMapOperation { Collection = _collection, Where = Filter(where), OnError = onError, Path = path, KeyField = keyField, ValueField = valueField });

    /// <summary>Does operations on each element of an array.</summary>
    /// <param name="path">The array.</param>
    /// <param name="build">Declares them; paths are inside the element.</param>
    /// <param name="onError">What happens with a document that does not fit, where the operation inside says nothing else.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf ForEach(DocumentPath path, Action<ElementBuilder> build, OnError onError = OnError.Fail, Func<IExpressionBuilder, DocumentExpression>? where = null)
    {
        ArgumentNullException.ThrowIfNull(build);
        var inside = new List<ReshapeOperation>();
        build(new ElementBuilder(operation => inside.Add((ReshapeOperation)operation)));
        return With(new ForEachOperation { Collection = _collection, Where = Filter(where), OnError = onError, Path = path, Operations = inside.ToValueList() });
    }

    /// <summary>Does operations on each value of an object whose keys are data.</summary>
    /// <param name="path">The object.</param>
    /// <param name="build">Declares them; paths are inside the value.</param>
    /// <param name="onError">What happens with a document that does not fit, where the operation inside says nothing else.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf ForEachValue(DocumentPath path, Action<ElementBuilder> build, OnError onError = OnError.Fail, Func<IExpressionBuilder, DocumentExpression>? where = null)
    {
        ArgumentNullException.ThrowIfNull(build);
        var inside = new List<ReshapeOperation>();
        build(new ElementBuilder(operation => inside.Add((ReshapeOperation)operation)));
        return With(new ForEachValueOperation { Collection = _collection, Where = Filter(where), OnError = onError, Path = path, Operations = inside.ToValueList() });
    }

    /// <summary>Renames several fields of one object at once, by what each is called before: names may be swapped, or handed on.</summary>
    /// <param name="names">As in <c>[("a", "b"), ("b", "a")]</c>.</param>
    /// <param name="parent">The object that has the fields; null for the document itself.</param>
    /// <param name="onError">What happens with a document that has a field of a new name that is not renamed itself.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf RenameMany(
        ValueList<FieldRename> names, DocumentPath? parent = null, OnError onError = OnError.Fail, Func<IExpressionBuilder, DocumentExpression>? where = null) =>
        With(new RenameFieldsOperation { Collection = _collection, Where = Filter(where), OnError = onError, Parent = parent ?? DocumentPath.Root, Names = names });

    /// <summary>Moves a field to another object, which is made where it is missing.</summary>
    /// <param name="from">The field.</param>
    /// <param name="to">The whole new path.</param>
    /// <param name="createParents">Whether the objects that the target is in are made where they are missing.</param>
    /// <param name="pruneParents">Whether the objects that the field was in go when nothing is left in them.</param>
    /// <param name="target">What happens where the target is there already.</param>
    /// <param name="onError">What happens with a document that does not fit: one with the target, one where a value is on the way to it.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf Move(
        DocumentPath from,
        DocumentPath to,
        bool createParents = true,
        bool pruneParents = false,
        TargetPolicy target = TargetPolicy.Fail,
        OnError onError = OnError.Fail,
        Func<IExpressionBuilder, DocumentExpression>? where = null) => With(new RenameFieldOperation
        {
            Collection = _collection,
            Where = Filter(where),
            OnError = onError,
            From = from,
            To = to,
            CreateParents = createParents,
            PruneParents = pruneParents,
            Target = target,
        });

    /// <summary>Gives a field a computed value, whether it is there or not; the old one is kept aside.</summary>
    /// <param name="path">The field.</param>
    /// <param name="value">The value, as in <c>d => d.Concat(d.Path("first"), " ", d.Path("last"))</c>. Where it gives nothing the document stays as it is.</param>
    /// <param name="shape">What the field is; null for what the expression gives.</param>
    /// <param name="onError">What happens with a document where it can't be computed.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf Set(
        DocumentPath path,
        Func<IExpressionBuilder, DocumentExpression> value,
        FieldShape? shape = null,
        OnError onError = OnError.Fail,
        Func<IExpressionBuilder, DocumentExpression>? where = null) =>
        With(new SetFieldOperation { Collection = _collection, Where = Filter(where), OnError = onError, Path = path, Value = DocumentExpression.Of(value), Shape = shape });

    /// <summary>Replaces values by a table.</summary>
    /// <param name="path">The field.</param>
    /// <param name="table">As in <c>[("A", "active"), ("D", "deleted")]</c>; <see cref="ValueMapping.Of"/> takes any values.</param>
    /// <param name="otherwise">What other values become, as Extended JSON; null: they do not fit.</param>
    /// <param name="onError">What happens with a document whose value is not in the table.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    /// <exception cref="Errors.DataException"><paramref name="otherwise"/> is no JSON.</exception>
    public TSelf MapValues(
        DocumentPath path, ValueList<ValueMapping> table, string? otherwise = null, OnError onError = OnError.Fail, Func<IExpressionBuilder, DocumentExpression>? where = null) =>
        With(new MapValuesOperation
        {
            Collection = _collection,
            Where = Filter(where),
            OnError = onError,
            Path = path,
            Table = table,
            Otherwise = otherwise is null ? null : DocumentReader.ReadValue(otherwise),
        });

    /// <summary>Makes a value an array of one element; arrays stay.</summary>
    /// <param name="path">The field.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf WrapInArray(DocumentPath path, Func<IExpressionBuilder, DocumentExpression>? where = null) =>
        With(new WrapInArrayOperation { Collection = _collection, Where = Filter(where), Path = path });

    /// <summary>Puts the one element of an array in its place.</summary>
    /// <param name="path">The array.</param>
    /// <param name="longer">What becomes of an array of more than one element.</param>
    /// <param name="onError">What happens with a document whose array does not fit.</param>
    /// <param name="where">The filter: which documents; null for all.</param>
    public TSelf Unwrap(
        DocumentPath path, LongArrays longer = LongArrays.Misfit, OnError onError = OnError.Fail, Func<IExpressionBuilder, DocumentExpression>? where = null) =>
        With(new UnwrapArrayOperation { Collection = _collection, Where = Filter(where), OnError = onError, Path = path, Longer = longer });

    private protected static DocumentExpression? Filter(Func<IExpressionBuilder, DocumentExpression>? where) => where is null ? null : DocumentExpression.Of(where);

    private protected TSelf With(DocumentOperation operation)
    {
        _add(operation is ReshapeOperation reshape ? reshape with { Unstamped = Latecomers } : operation);
        return (TSelf)this;
    }
}
