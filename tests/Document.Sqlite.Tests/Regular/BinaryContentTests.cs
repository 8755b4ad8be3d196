using System.Text;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Sqlite.Execution;
using DocMigrate.Document.Sqlite.Regular;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Microsoft.Data.Sqlite;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests.Regular;

/// <summary>What is read, compared and written of stored bytes is what is read of SQLite's text of them.</summary>
public sealed class BinaryContentTests : IDisposable
{
    private static readonly string[] Names = ["_id", "name", "price.usd", "$x", "", "é", "𝄞 key", "a\"b", "line\nbreak", "long name of a field that no cache of names has room for, for it has more bytes"];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-0", "7", "-2147483648", "2147483647", "2147483648", "-9223372036854775808", "9223372036854775807", "1.5", "-0.0", "1e2", "1E-7", "0.1",
        "1.7976931348623157e308", "\"\"", "\"plain\"", "\"é € 𝄞\"", "\"quote \\\" back \\\\ slash \\/ tab \\t \\u0001 \\ud834\\udd1e\"", "\"\uFFFD\"",
        """{"$numberLong":"5"}""", """{"$numberDouble":"NaN"}""", """{"$oid":"507F1F77BCF86CD799439011"}""", """{"$date":"2020-01-01T00:00:00Z"}""", """{"$date":{"$numberLong":"1577836800000"}}""",
        """{"$numberDecimal":"1.50"}""", "{}", "[]",
    ];

    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public BinaryContentTests() => _connection.Open();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Reads_what_the_text_says()
    {
        var random = new Random(20261123);
        for (var i = 0; i < 2000; i++)
        {
            var (bytes, text) = Store(Object(random, depth: 0));
            var content = Content(bytes);
            Assert.Equal(text, content.Text);
            Assert.True(DocumentEquality.Equals(DocumentReader.Read(text), content.Read()), text);
            Assert.True(DocumentEquality.Equals(DocumentReader.Read(text), JsonbReader.TryRead(bytes)), text);
        }
    }

    [Fact]
    public void Sees_what_two_objects_would_show()
    {
        var random = new Random(20261124);
        for (var i = 0; i < 4000; i++)
        {
            var (bytes, text) = Store(Object(random, depth: 0));
            var before = DocumentReader.Read(text);
            var after = i % 4 == 0 ? DocumentReader.Read(Object(random, depth: 0)) : Changed(before, random);
            var content = Content(bytes);

            Assert.Equal(DocumentEquality.Equals(before, after), content.IsSame(after));
            var (expected, found) = (DocumentChange.Between(before, after), content.ChangeTo(after, keepsOrder: false)!);
            Assert.Equal(expected.Set.Select(static field => (field.Name, field.Text)), found.Set.Select(static field => (field.Name, field.Text)));
            Assert.Equal(expected.Removed, found.Removed);
        }
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":{"b":[{"c":1,"c":1}]}}""")]
    [InlineData("""{"a":9223372036854775808}""")]
    [InlineData("""{"a":1e999}""")]
    [InlineData("""{"a":"\ud834"}""")]
    [InlineData("""{"a":{"$oid":"no"}}""")]
    [InlineData("""{"$oid":"507f1f77bcf86cd799439011"}""")]
    public void Says_of_what_cannot_be_held_what_the_text_says(string json)
    {
        var (bytes, text) = Store(json);
        Assert.Null(JsonbReader.TryRead(bytes));
        Assert.Equal(Assert.Throws<DataException>(() => DocumentReader.Read(text)).Message, Assert.Throws<DataException>(() => Content(bytes).Read()).Message);
    }

    [Theory]
    [InlineData("{a:0x1F}")]
    [InlineData("{a:.5}")]
    [InlineData("{a:'\\x41'}")]
    [InlineData("""[1]""")]
    public void Leaves_to_SQLite_what_only_it_can_write(string json) => Assert.False(JsonbText.IsPlain(Store(json).Bytes));

    [Fact]
    public void Leaves_raw_text_that_needs_escapes_to_SQLite()
    {
        Assert.True(JsonbText.IsPlain(Bytes("SELECT jsonb_set('{}', '$.a', 'plain é')")));
        Assert.False(JsonbText.IsPlain(Bytes("SELECT jsonb_set('{}', '$.a', 'say \"yes\"')")));
    }

    [Fact]
    public void Takes_no_bytes_for_a_document_that_are_none()
    {
        var random = new Random(20261125);
        var (bytes, _) = Store("""{"_id":1,"tags":["a","b"],"inner":{"x":1.5,"y":"text"}}""");
        for (var i = 0; i < 5000; i++)
        {
            var broken = bytes.ToArray();
            broken[random.Next(broken.Length)] = (byte)random.Next(256);
            if (JsonbText.IsPlain(broken) && JsonbReader.TryRead(broken) is { } read)
            {
                Assert.True(DocumentEquality.Equals(DocumentReader.Read(Encoding.UTF8.GetString(JsonbText.Of(broken))), read));
            }
        }
    }

    private static BinaryContent Content(byte[] bytes)
    {
        Assert.True(JsonbText.IsPlain(bytes));
        return new BinaryContent(bytes);
    }

    private static string Object(Random random, int depth)
    {
        var names = Names.OrderBy(_ => random.Next()).Take(random.Next(Names.Length)).Select(name => $"{DocumentWriter.Write(new JValue(name))}:{Value(random, depth)}");
        return $"{{{string.Join(',', names)}}}";
    }

    private static string Value(Random random, int depth) => (depth < 3 ? random.Next(8) : 0) switch
    {
        6 => Object(random, depth + 1),
        7 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1)))}]",
        _ => Scalars[random.Next(Scalars.Length)],
    };

    private static JObject Changed(JObject before, Random random)
    {
        var after = (JObject)before.DeepClone();
        for (var changes = random.Next(3); changes > 0; changes--)
        {
            var name = Names[random.Next(Names.Length)];
            if (random.Next(2) == 0)
            {
                after.Remove(name);
            }
            else
            {
                after[name] = DocumentReader.ReadValue(Value(random, depth: 1));
            }
        }

        return after;
    }

    private (byte[] Bytes, string Text) Store(string json)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT jsonb($1), json(jsonb($1))";
        command.Parameters.AddWithValue("$1", json);
        using var reader = command.ExecuteReader();
        reader.Read();
        return ((byte[])reader.GetValue(0), reader.GetString(1));
    }

    private byte[] Bytes(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return (byte[])command.ExecuteScalar()!;
    }
}
