using System.Buffers;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Benchmarks.References;

/// <summary>
/// Documents as UTF-8 JSON by Newtonsoft.Json. The usual form is what everybody writes; the quick one rents its buffers, knows the names of properties beforehand and leaves the
/// serializer out, which are the library's own means against allocations (IArrayPool, JsonNameTable).
/// </summary>
internal sealed class NewtonsoftCodec(IEnumerable<string> propertyNames) : IArrayPool<char>
{
    private readonly DefaultJsonNameTable _names = NamesOf(propertyNames);
    private readonly JsonSerializer _serializer = JsonSerializer.Create(new JsonSerializerSettings { DateParseHandling = DateParseHandling.None });
    private readonly StringBuilder _text = new();

    public JObject Parse(byte[] utf8)
    {
        using var reader = ReaderOf(utf8);
        (reader.ArrayPool, reader.PropertyNameTable) = (this, _names);
        return JObject.Load(reader);
    }

    public byte[] Write(JObject document)
    {
        _text.Clear();
        using var writer = new JsonTextWriter(new StringWriter(_text)) { ArrayPool = this };
        document.WriteTo(writer);
        return Encoding.UTF8.GetBytes(_text.ToString());
    }

    public JObject UsualParse(byte[] utf8)
    {
        using var reader = ReaderOf(utf8);
        return _serializer.Deserialize<JObject>(reader)!;
    }

    public static byte[] UsualWrite(JObject document) => Encoding.UTF8.GetBytes(document.ToString(Formatting.None));

    public char[] Rent(int minimumLength) => ArrayPool<char>.Shared.Rent(minimumLength);

    public void Return(char[]? array) => ArrayPool<char>.Shared.Return(array!);

    private static JsonTextReader ReaderOf(byte[] utf8) => new(new StringReader(Encoding.UTF8.GetString(utf8))) { DateParseHandling = DateParseHandling.None };

    private static DefaultJsonNameTable NamesOf(IEnumerable<string> names)
    {
        var table = new DefaultJsonNameTable();
        foreach (var name in names)
        {
            table.Add(name);
        }

        return table;
    }
}
