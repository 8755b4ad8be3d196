using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Tests.Operations;

public sealed class ConvertFieldOperationTests
{
    private static ConvertFieldOperation Convert(FieldType to, FieldType? from = null) => new() { Collection = "c", Path = "a", To = to, From = from };

    private static string Document(string value) => $$"""{"a":{{value}}}""";

    [Theory]
    [InlineData("5", FieldType.String, "\"5\"")]
    [InlineData("""{"$numberLong":"5"}""", FieldType.String, "\"5\"")]
    [InlineData("5.0", FieldType.String, "\"5.0\"")]
    [InlineData("19.5", FieldType.String, "\"19.5\"")]
    [InlineData("1E+20", FieldType.String, "\"1E+20\"")]
    [InlineData("true", FieldType.String, "\"true\"")]
    [InlineData("""{"$numberDecimal":"1.50"}""", FieldType.String, "\"1.50\"")]
    [InlineData("""{"$oid":"5ca4bbcea2dd94ee58162a68"}""", FieldType.String, "\"5ca4bbcea2dd94ee58162a68\"")]
    [InlineData("""{"$date":"2024-01-31T00:00:00Z"}""", FieldType.String, "\"2024-01-31T00:00:00Z\"")]
    [InlineData("""{"$date":{"$numberLong":"-1000"}}""", FieldType.String, "\"1969-12-31T23:59:59Z\"")]
    [InlineData("\"12\"", FieldType.Int32, "12")]
    [InlineData("\"-0\"", FieldType.Int32, "0")]
    [InlineData("4.0", FieldType.Int32, "4")]
    [InlineData("-0.0", FieldType.Int32, "0")]
    [InlineData("""{"$numberLong":"5"}""", FieldType.Int32, "5")]
    [InlineData("""{"$numberDecimal":"7.00"}""", FieldType.Int32, "7")]
    [InlineData("5", FieldType.Int64, """{"$numberLong":"5"}""")]
    [InlineData("\"9223372036854775807\"", FieldType.Int64, "9223372036854775807")]
    [InlineData("5", FieldType.Double, "5.0")]
    [InlineData("\"19.90\"", FieldType.Double, "19.9")]
    [InlineData("\"1e3\"", FieldType.Double, "1000.0")]
    [InlineData("\"-0\"", FieldType.Double, "-0.0")]
    [InlineData("""{"$numberDecimal":"1.50"}""", FieldType.Double, "1.5")]
    [InlineData("\"1.50\"", FieldType.Decimal, """{"$numberDecimal":"1.50"}""")]
    [InlineData("5", FieldType.Decimal, """{"$numberDecimal":"5"}""")]
    [InlineData("0.1", FieldType.Decimal, """{"$numberDecimal":"0.1"}""")]
    [InlineData("\"true\"", FieldType.Boolean, "true")]
    [InlineData("\"2024-01-31T01:00:00.5+01:00\"", FieldType.DateTime, """{"$date":"2024-01-31T00:00:00.500Z"}""")]
    [InlineData("\"5CA4BBCEA2DD94EE58162A68\"", FieldType.ObjectId, """{"$oid":"5ca4bbcea2dd94ee58162a68"}""")]
    [InlineData("null", FieldType.Int32, "null")]
    [InlineData("12", FieldType.Int32, "12")]
    [InlineData("\"x\"", FieldType.String, "\"x\"")]
    public void Converts_exactly_and_back(string before, FieldType to, string after)
    {
        Lens.GoesForthAndBack(Convert(to), Document(before), Document(after));
        foreach (var from in Enum.GetValues<FieldType>().Where(from => from != to))
        {
            Lens.GoesForthAndBack(Convert(to, from), Document(before), Document(after));
        }
    }

    [Theory]
    [InlineData("\" 5\"", FieldType.Int32)]
    [InlineData("\"5.0\"", FieldType.Int32)]
    [InlineData("\"1e3\"", FieldType.Int32)]
    [InlineData("\"010\"", FieldType.Int32)]
    [InlineData("\"+5\"", FieldType.Int32)]
    [InlineData("\"\"", FieldType.Int32)]
    [InlineData("\"2147483648\"", FieldType.Int32)]
    [InlineData("2147483648", FieldType.Int32)]
    [InlineData("4.5", FieldType.Int32)]
    [InlineData("true", FieldType.Int32)]
    [InlineData("9.3E+18", FieldType.Int64)]
    [InlineData("9223372036854775807", FieldType.Double)]
    [InlineData("\"1e400\"", FieldType.Double)]
    [InlineData("\"NaN\"", FieldType.Double)]
    [InlineData("\"1,5\"", FieldType.Double)]
    [InlineData("""{"$numberDouble":"NaN"}""", FieldType.String)]
    [InlineData("""{"$numberDouble":"NaN"}""", FieldType.Decimal)]
    [InlineData("\"12345678901234567890123456789012345\"", FieldType.Decimal)]
    [InlineData("\"TRUE\"", FieldType.Boolean)]
    [InlineData("1", FieldType.Boolean)]
    [InlineData("\"2024-01-31\"", FieldType.DateTime)]
    [InlineData("\"2024-01-31T00:00:00\"", FieldType.DateTime)]
    [InlineData("\"2024-01-31T00:00:00.0001Z\"", FieldType.DateTime)]
    [InlineData("\"31/01/2024\"", FieldType.DateTime)]
    [InlineData("5", FieldType.DateTime)]
    [InlineData("\"5ca4\"", FieldType.ObjectId)]
    [InlineData("""{"$date":{"$numberLong":"253402300800000"}}""", FieldType.String)]
    [InlineData("{}", FieldType.String)]
    [InlineData("[]", FieldType.String)]
    [InlineData("""{"$minKey":1}""", FieldType.String)]
    public void What_is_not_exact_does_not_fit(string value, FieldType to)
    {
        var misfit = Lens.DoesNotFit(Convert(to), Document(value));

        Assert.Contains("converted", misfit.Reason, StringComparison.Ordinal);
        Assert.Equal(DocumentPath.Of("a"), misfit.Path);
        Lens.DoesNotFit(Convert(to, to == FieldType.String ? FieldType.Int32 : FieldType.String), Document(value));
    }

    [Fact]
    public void Is_undone_in_general()
    {
        var documents = Documents.With(("a", Documents.Value(1)));
        foreach (var to in Enum.GetValues<FieldType>())
        {
            Lens.HoldsFor(documents, Convert(to));
            Lens.HoldsFor(documents, Convert(to, to == FieldType.String ? FieldType.Double : FieldType.String));
        }
    }

    [Fact]
    public void Keeps_a_value_only_where_converting_back_would_not_give_it()
    {
        static int Kept(string value) =>
            new DocMigrate.Document.Reshaping.ReshapePipeline([Convert(FieldType.Int32, FieldType.String)]).Apply(DocumentReader.Read(Document(value))).Kept[0].Count;

        Assert.Equal(0, Kept("\"12\""));
        Assert.Equal(0, Kept("null"));
        Assert.Equal(1, Kept("\"-0\""));
        Assert.Equal(1, Kept("12"));
        Assert.Equal(1, Kept("4.0"));
    }

    [Theory]
    [InlineData("4.0", "9", "\"9\"")]
    [InlineData("4.0", "4", "4.0")]
    public void A_later_edit_is_converted_back_and_not_undone(string before, string edited, string expected) =>
        Assert.Equal(Document(expected), Lens.BackAfterEdit(Convert(FieldType.Int32, FieldType.String), Document(before), Document(edited)));

    [Theory]
    [InlineData("\"4\"", "9", "9")]
    [InlineData("\"4\"", "4", "\"4\"")]
    public void Without_a_type_to_go_back_to_a_later_edit_stays(string before, string edited, string expected) =>
        Assert.Equal(Document(expected), Lens.BackAfterEdit(Convert(FieldType.Int32), Document(before), Document(edited)));

    private static ConvertFieldOperation Dates(ConversionRules rules, FieldType? from = null) =>
        new() { Collection = "c", Path = "d", To = FieldType.DateTime, From = from, Rules = rules };

    [Theory]
    [InlineData("\"31/01/2024\"", "2024-01-31T00:00:00Z")]
    [InlineData("\"03/04/2024\"", null)]
    [InlineData("\"04/04/2024\"", "2024-04-04T00:00:00Z")]
    [InlineData("\"2024-01-31T01:00:00+01:00\"", "2024-01-31T00:00:00Z")]
    [InlineData("\"31.1.2024\"", null)]
    [InlineData("\" 31/01/2024\"", null)]
    public void Dates_are_read_by_formats_and_the_ambiguous_do_not_fit(string text, string? date)
    {
        var convert = Dates(new ConversionRules { Formats = ["dd/MM/yyyy", "MM/dd/yyyy"] }, FieldType.String);
        var document = $"{{\"d\":{text}}}";
        if (date is null)
        {
            Lens.DoesNotFit(convert, document);
        }
        else
        {
            Lens.GoesForthAndBack(convert, document, $"{{\"d\":{{\"$date\":\"{date}\"}}}}");
        }
    }

    [Theory]
    [InlineData(EpochUnit.Seconds, "1700000000", "2023-11-14T22:13:20Z")]
    [InlineData(EpochUnit.Milliseconds, "1700000000123", "2023-11-14T22:13:20.123Z")]
    [InlineData(EpochUnit.ByDigits, "1700000000", "2023-11-14T22:13:20Z")]
    [InlineData(EpochUnit.ByDigits, "\"1700000000123\"", "2023-11-14T22:13:20.123Z")]
    [InlineData(EpochUnit.ByDigits, "17000000001", null)]
    [InlineData(EpochUnit.Seconds, "1700000000.5", null)]
    public void Numbers_are_dates_by_rule(EpochUnit unit, string value, string? date)
    {
        var document = $"{{\"d\":{value}}}";
        foreach (var from in new[] { FieldType.Int64, (FieldType?)null })
        {
            if (date is null)
            {
                Lens.DoesNotFit(Dates(new ConversionRules { Epoch = unit }, from), document);
            }
            else
            {
                Lens.GoesForthAndBack(Dates(new ConversionRules { Epoch = unit }, from), document, $"{{\"d\":{{\"$date\":\"{date}\"}}}}");
            }
        }
    }

    [Fact]
    public void A_fraction_is_lost_only_where_that_is_said_and_comes_back()
    {
        var convert = new ConvertFieldOperation { Collection = "c", Path = "n", To = FieldType.Int32, From = FieldType.Double };
        Lens.DoesNotFit(convert, """{"n":3.9}""");
        Lens.GoesForthAndBack(convert with { Rules = new ConversionRules { Truncate = true } }, """{"n":-3.9}""", """{"n":-3}""");
        Lens.GoesForthAndBack(convert with { Rules = new ConversionRules { Truncate = true } }, """{"n":{"$numberDecimal":"3.90"}}""", """{"n":3}""");
        Lens.DoesNotFit(convert with { Rules = new ConversionRules { Truncate = true } }, """{"n":30000000000.5}""");
        Lens.DoesNotFit(Dates(ConversionRules.Strict), """{"d":"2024-01-31T00:00:00.0001Z"}""");
        Lens.GoesForthAndBack(
            Dates(new ConversionRules { Truncate = true }), """{"d":"2024-01-31T00:00:00.0001Z"}""", """{"d":{"$date":"2024-01-31T00:00:00Z"}}""");
    }

    [Fact]
    public void Rules_are_undone_in_general()
    {
        var documents = Documents.With(("d", Documents.Value(1)), ("n", Documents.Value(1)));
        Lens.HoldsFor(documents, Dates(new ConversionRules { Formats = ["yyyy", "dd/MM/yyyy"], Epoch = EpochUnit.ByDigits, Truncate = true }, FieldType.String));
        Lens.HoldsFor(documents, Dates(new ConversionRules { Epoch = EpochUnit.Seconds, Truncate = true }, FieldType.Int64));
    }
}
