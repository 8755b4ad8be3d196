using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Bson;

/// <summary>Documents of the tests' own, so that much is held where the specifications' data is not at hand.</summary>
internal static class Samples
{
    /// <summary>One value of every type, with its bytes: a type byte, the key <c>v</c> with its zero, the value.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> EveryType =>
    [
        new("""{"v":1.5}""", "01 76 00 00 00 00 00 00 00 F8 3F"),
        new("""{"v":-0.0}""", "01 76 00 00 00 00 00 00 00 00 80"),
        new("""{"v":"é\u0000"}""", "02 76 00 04 00 00 00 C3 A9 00 00"),
        new("""{"v":{"a":null}}""", "03 76 00 08 00 00 00 0A 61 00 00"),
        new("""{"v":[true,false]}""", "04 76 00 0D 00 00 00 08 30 00 01 08 31 00 00 00"),
        new("""{"v":{"$binary":{"base64":"/wA=","subType":"80"}}}""", "05 76 00 02 00 00 00 80 FF 00"),
        new("""{"v":{"$binary":{"base64":"/wA=","subType":"02"}}}""", "05 76 00 06 00 00 00 02 02 00 00 00 FF 00"),
        new("""{"v":{"$undefined":true}}""", "06 76 00"),
        new("""{"v":{"$oid":"0123456789abcdef01234567"}}""", "07 76 00 01 23 45 67 89 AB CD EF 01 23 45 67"),
        new("""{"v":{"$date":"1970-01-01T00:00:01.500Z"}}""", "09 76 00 DC 05 00 00 00 00 00 00"),
        new("""{"v":{"$date":{"$numberLong":"-1"}}}""", "09 76 00 FF FF FF FF FF FF FF FF"),
        new("""{"v":null}""", "0A 76 00"),
        new("""{"v":{"$regularExpression":{"pattern":"a.b","options":"im"}}}""", "0B 76 00 61 2E 62 00 69 6D 00"),
        new("""{"v":{"$dbPointer":{"$ref":"c","$id":{"$oid":"0123456789abcdef01234567"}}}}""", "0C 76 00 02 00 00 00 63 00 01 23 45 67 89 AB CD EF 01 23 45 67"),
        new("""{"v":{"$code":"x"}}""", "0D 76 00 02 00 00 00 78 00"),
        new("""{"v":{"$symbol":"x"}}""", "0E 76 00 02 00 00 00 78 00"),
        new("""{"v":{"$code":"x","$scope":{"y":1}}}""", "0F 76 00 16 00 00 00 02 00 00 00 78 00 0C 00 00 00 10 79 00 01 00 00 00 00"),
        new("""{"v":5}""", "10 76 00 05 00 00 00"),
        new("""{"v":{"$timestamp":{"t":4294967295,"i":1}}}""", "11 76 00 01 00 00 00 FF FF FF FF"),
        new("""{"v":{"$numberLong":"5"}}""", "12 76 00 05 00 00 00 00 00 00 00"),
        new("""{"v":{"$numberDecimal":"1.50"}}""", "13 76 00 96 00 00 00 00 00 00 00 00 00 00 00 00 00 3C 30"),
        new("""{"v":{"$numberDecimal":"-Infinity"}}""", "13 76 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 F8"),
        new("""{"v":{"$minKey":1}}""", "FF 76 00"),
        new("""{"v":{"$maxKey":1}}""", "7F 76 00"),
    ];

    /// <summary>A document of all of them.</summary>
    public static JObject All()
    {
        var all = new JObject();
        foreach (var (index, row) in EveryType.Index())
        {
            all.Add($"field{index}", DocumentReader.Read(row.Data.Item1)["v"]);
        }

        return all;
    }

    /// <summary>The bytes of a document with that inside, the length in front and the zero behind.</summary>
    public static byte[] Bytes(string inside)
    {
        var content = Convert.FromHexString(inside.Replace(" ", "", StringComparison.Ordinal));
        return [.. BitConverter.GetBytes(content.Length + 5), .. content, 0];
    }
}
