using DocMigrate.Document.Values;
using DocMigrate.Errors;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Values;

public sealed class DocumentWriterTests
{
    [Fact]
    public void What_is_written_reads_back_as_the_identical_document() => Prop.ForAll(
        Documents.Any, static document => DocumentEquality.Equals(document, DocumentReader.Read(DocumentWriter.Write(document)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_double_reads_back_with_the_same_bits() => Prop.ForAll(
        ArbMap.Default.ArbFor<double>(),
        static number => DocumentEquality.Equals(new JValue(number), DocumentReader.ReadValue(DocumentWriter.Write(new JValue(number))))).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_long_reads_back_as_a_long() => Prop.ForAll(
        ArbMap.Default.ArbFor<long>(),
        static number => DocumentEquality.Equals(new JValue(number), DocumentReader.ReadValue(DocumentWriter.Write(new JValue(number))))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(5, "5")]
    [InlineData(5L, """{"$numberLong":"5"}""")]
    [InlineData(2147483648L, "2147483648")]
    [InlineData(5.0, "5.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1e20, "1E+20")]
    [InlineData(0.1, "0.1")]
    [InlineData(double.NaN, """{"$numberDouble":"NaN"}""")]
    [InlineData(double.NegativeInfinity, """{"$numberDouble":"-Infinity"}""")]
    [InlineData("a\"\\\n\u0001é", "\"a\\\"\\\\\\n\\u0001é\"")]
    public void Writes_the_store_form(object value, string expected) => Assert.Equal(expected, DocumentWriter.Write(new JValue(value)));

    [Theory]
    [InlineData(5.0, "5.0")]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, """{"$numberDouble":"-0.0"}""")]
    [InlineData(-12.5, "-12.5")]
    [InlineData(1e20, "100000000000000000000.0")]
    [InlineData(-1.25e16, "-12500000000000000.0")]
    [InlineData(1.2345678901234567e15, "1234567890123456.8")]
    [InlineData(1e-7, "0.0000001")]
    [InlineData(-1.25e-7, "-0.000000125")]
    public void Writes_doubles_for_stores_of_decimals(double value, string expected) => Assert.Equal(expected, DocumentWriter.WriteDecimal(new JValue(value)));

    [Fact]
    public void Every_double_written_as_a_decimal_reads_back_as_it_is() => Prop.ForAll(
        ArbMap.Default.ArbFor<double>(),
        static number => DocumentEquality.Equals(new JValue(number), DocumentReader.ReadValue(DocumentWriter.WriteDecimal(new JValue(number))))).QuickCheckThrowOnFailure();

    [Fact]
    public void Refuses_a_type_that_documents_do_not_have()
    {
        Assert.Equal("DM5007", Assert.Throws<DataException>(() => DocumentWriter.Write(new JValue(1m))).Code.Value);
        Assert.Equal("DM5007", Assert.Throws<DataException>(() => DocumentWriter.Write(JValue.CreateUndefined())).Code.Value);
        Assert.Equal("DM5006", Assert.Throws<DataException>(() => DocumentWriter.Write(new JValue("\ud800"))).Code.Value);
    }

    [Fact]
    public void Equal_values_have_one_hash_and_it_never_changes()
    {
        var document = DocumentReader.Read("""{"a":5,"b":5.0,"c":{"$numberLong":"5"}}""");

        Assert.Equal("2d69d0bcca251811109ff8e217c36cbd", DocumentHash.Of(document));
        Assert.Equal(DocumentHash.Of(document), DocumentHash.Of(DocumentReader.Read("""{"a":5,"c":{"$numberLong":"5"},"b":5.0}""")));
    }
}
