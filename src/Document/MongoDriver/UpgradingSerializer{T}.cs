using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Upgrading;
using DocMigrate.Document.Upgrading;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;
using BsonDocument = MongoDB.Bson.BsonDocument;
using BsonWriter = DocMigrate.Document.MongoDb.Bson.BsonWriter;
using DriverType = MongoDB.Bson.BsonType;

namespace DocMigrate.Document.MongoDriver;

/// <summary>
/// Reads documents of a collection as the code expects them, whichever version they are stored in, and writes them with the present stamp. It wraps the driver's serializer by class maps;
/// register it with <c>BsonSerializer.RegisterSerializer</c> before the class is first used.
/// </summary>
/// <remarks>
/// Thread-safe. What is read is not written back. Filters are not upgraded: they find documents by the fields that they are stored with. Whole documents are read by it: of a projection the
/// version may not be told.
/// </remarks>
/// <typeparam name="T">The class of the documents.</typeparam>
public sealed class UpgradingSerializer<T> : SerializerBase<T>, IBsonDocumentSerializer, IBsonIdProvider
    where T : class
{
    private readonly RawDocumentUpgrader _upgrader;
    private readonly BsonClassMapSerializer<T> _inner;
    private readonly bool _readsNewer;
    private readonly bool _leavesStamp;

    /// <summary>Takes the class's map as it is registered, or makes it.</summary>
    /// <param name="upgrader">The upgrader of the collection.</param>
    /// <param name="readsNewer">
    /// Whether documents that a newer application wrote are read, taken down. Saved, they would be stored as they were read, and lose what is new: for code that only reads. Default false: they
    /// are refused.
    /// </param>
    public UpgradingSerializer(DocumentUpgrader upgrader, bool readsNewer = false)
    {
        ArgumentNullException.ThrowIfNull(upgrader);
        var map = BsonClassMap.LookupClassMap(typeof(T));
        (_upgrader, _inner, _readsNewer) = (new RawDocumentUpgrader(upgrader), new BsonClassMapSerializer<T>(map), readsNewer);

        // The driver refuses elements that a class does not know.
        _leavesStamp = map.IgnoreExtraElements || map.ExtraElementsMemberMap is not null || map.AllMemberMaps.Any(member => member.ElementName == upgrader.StampField);
    }

    /// <inheritdoc/>
    /// <exception cref="DocumentUpgradeException">The document can't be brought to the version that the code expects, or is newer (DM6600).</exception>
    public override T Deserialize(BsonDeserializationContext context, BsonDeserializationArgs args)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Reader.GetCurrentBsonType() != DriverType.Document)
        {
            return _inner.Deserialize(context, args);
        }

        byte[] bytes;
        using (var buffer = context.Reader.ReadRawBsonDocument())
        {
            bytes = new byte[buffer.Length];
            buffer.GetBytes(0, bytes, 0, bytes.Length);
        }

        var upgraded = _upgrader.Upgrade(new RawDocument(bytes));
        if (upgraded.Direction == UpgradeDirection.Down && !_readsNewer)
        {
            throw new DocumentUpgradeException(
                UpgradeFailure.Newer,
                UpgradeErrors.Newer,
                $"A document of the class {typeof(T).Name} was written by a newer application: saved from here it would lose what is new.",
                "Run the newer application; or read with readsNewer: true, where nothing is saved.");
        }

        using var stream = new MemoryStream(WithoutStamp(upgraded.Document).Bytes.ToArray());
        using var reader = new BsonBinaryReader(stream);
        return _inner.Deserialize(BsonDeserializationContext.CreateRoot(reader), args);
    }

    /// <inheritdoc/>
    public override void Serialize(BsonSerializationContext context, BsonSerializationArgs args, T value)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (value is null || _upgrader.Upgrader.StampField is not { } field)
        {
            _inner.Serialize(context, args, value!);
            return;
        }

        var document = new BsonDocument();
        using (var writer = new BsonDocumentWriter(document))
        {
            _inner.Serialize(BsonSerializationContext.CreateRoot(writer), args, value);
        }

        document[field] = _upgrader.Upgrader.Stamp;
        BsonDocumentSerializer.Instance.Serialize(context, document);
    }

    /// <inheritdoc/>
    public bool TryGetMemberSerializationInfo(string memberName, out BsonSerializationInfo serializationInfo) => _inner.TryGetMemberSerializationInfo(memberName, out serializationInfo);

    /// <inheritdoc/>
    public bool GetDocumentId(object document, out object id, out Type idNominalType, out IIdGenerator idGenerator) =>
        _inner.GetDocumentId(document, out id, out idNominalType, out idGenerator);

    /// <inheritdoc/>
    public void SetDocumentId(object document, object id) => _inner.SetDocumentId(document, id);

    private RawDocument WithoutStamp(RawDocument document)
    {
        if (_leavesStamp || _upgrader.Upgrader.StampField is not { } field || document[field] is null)
        {
            return document;
        }

        var rest = new Newtonsoft.Json.Linq.JObject();
        foreach (var (name, value) in document.Elements().Where(element => element.Key != field))
        {
            rest.Add(new Newtonsoft.Json.Linq.JProperty(name, new Newtonsoft.Json.Linq.JRaw(value)));
        }

        return BsonWriter.ToRaw(rest);
    }
}
