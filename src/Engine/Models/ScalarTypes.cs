using System.Numerics;
using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>Which C# types are scalars.</summary>
internal static class ScalarTypes
{
    private static readonly Dictionary<Type, ScalarKind> s_kinds = new()
    {
        [typeof(object)] = ScalarKind.Any,
        [typeof(bool)] = ScalarKind.Boolean,
        [typeof(sbyte)] = ScalarKind.Int32,
        [typeof(byte)] = ScalarKind.Int32,
        [typeof(short)] = ScalarKind.Int32,
        [typeof(ushort)] = ScalarKind.Int32,
        [typeof(int)] = ScalarKind.Int32,
        [typeof(uint)] = ScalarKind.Int64,
        [typeof(long)] = ScalarKind.Int64,
        [typeof(Half)] = ScalarKind.Double,
        [typeof(float)] = ScalarKind.Double,
        [typeof(double)] = ScalarKind.Double,
        [typeof(decimal)] = ScalarKind.Decimal,
        [typeof(char)] = ScalarKind.String,
        [typeof(string)] = ScalarKind.String,
        [typeof(Uri)] = ScalarKind.String,
        [typeof(DateTime)] = ScalarKind.DateTime,
        [typeof(DateTimeOffset)] = ScalarKind.DateTime,
        [typeof(DateOnly)] = ScalarKind.Date,
        [typeof(TimeOnly)] = ScalarKind.Time,
        [typeof(TimeSpan)] = ScalarKind.Time,
        [typeof(Guid)] = ScalarKind.Guid,
        [typeof(byte[])] = ScalarKind.Binary,
        [typeof(ReadOnlyMemory<byte>)] = ScalarKind.Binary,
        [typeof(Memory<byte>)] = ScalarKind.Binary,
    };

    /// <summary>The scalar that a type is; null when it is none, or an enum.</summary>
    public static ScalarKind? Find(Type type)
    {
        if (s_kinds.TryGetValue(type, out var kind))
        {
            return kind;
        }

        return (type.Namespace, type.Name) switch
        {
            ("MongoDB.Bson", "ObjectId" or "BsonObjectId") => ScalarKind.ObjectId,
            ("MongoDB.Bson", "Decimal128") => ScalarKind.Decimal,
            ("Newtonsoft.Json.Linq" or "System.Text.Json.Nodes" or "MongoDB.Bson", _) => ScalarKind.Any,
            ("System.Text.Json", "JsonElement" or "JsonDocument") => ScalarKind.Any,
            _ => null,
        };
    }

    /// <summary>The number that an enum is stored as.</summary>
    public static ScalarKind OfEnum(Type enumType) => Find(Enum.GetUnderlyingType(enumType)) ?? ScalarKind.Int64;

    /// <summary>Whether a dictionary's keys of this type are written as text by the JSON and BSON libraries.</summary>
    public static bool IsMapKey(Type type) =>
        type.IsEnum || type == typeof(BigInteger) || Find(type) is ScalarKind.String or ScalarKind.Int32 or ScalarKind.Int64 or ScalarKind.Guid or ScalarKind.ObjectId;
}
