using DocMigrate.Document.Inference;

namespace DocMigrate.Document.Tests.Inference;

public sealed class InferenceTests
{
    [Fact]
    public void Types_are_told_apart_and_counted()
    {
        var value = Field(MemoryCollection.Infer(
            """{"v":1}""", """{"v":2}""", """{"v":{"$numberLong":"3"}}""", """{"v":5000000000}""", """{"v":1.5}""", """{"v":{"$numberDecimal":"1.10"}}""",
            """{"v":true}""", """{"v":null}""", """{"v":"text"}""", """{"v":{"$date":"2024-03-01T00:00:00Z"}}""", """{"v":{"$oid":"55f14312c7447c3da7051b26"}}""",
            """{"v":{"$uuid":"11111111-2222-3333-4444-555555555555"}}""", """{"v":{"$binary":{"base64":"AQ==","subType":"00"}}}""", """{"v":[]}""", """{"v":{}}""", "{}"), "v");

        Assert.Equal(
            [
                (InferredType.Int32, 2L), (InferredType.Int64, 2L), (InferredType.Null, 1L), (InferredType.Boolean, 1L), (InferredType.Double, 1L), (InferredType.Decimal, 1L),
                (InferredType.String, 1L), (InferredType.DateTime, 1L), (InferredType.ObjectId, 1L), (InferredType.Guid, 1L), (InferredType.Binary, 1L),
                (InferredType.Object, 1L), (InferredType.Array, 1L),
            ],
            value.Value.Types.Select(static share => (share.Type, share.Count)));
        Assert.Equal(15, value.Present);
        Assert.Equal(15.0 / 16, value.Share);
        Assert.Equal(new InferredRange<long>(1, 5_000_000_000), value.Value.Integers);
        Assert.Equal(new InferredRange<double>(1.5, 1.5), value.Value.Doubles);
        Assert.Equal(new InferredRange<string>("2024-03", "2024-03"), value.Value.Dates);
    }

    [Fact]
    public void Presence_is_of_the_objects_that_the_key_could_be_in()
    {
        var found = MemoryCollection.Infer("""{"a":{"x":1}}""", """{"a":{}}""", "{}", """{"a":{"x":null}}""");

        var a = Field(found, "a");
        var x = Assert.Single(a.Value.Object!.Fields);
        Assert.Equal((3L, 0.75), (a.Present, a.Share));
        Assert.Equal((2L, 2.0 / 3), (x.Present, x.Share));
        Assert.Equal(1, x.Value.Of(InferredType.Null));
        Assert.Equal(["a      75 %  object", "  x  66.7 %  50 % null | 50 % int32 (always 1)"], Lines(found));
    }

    [Fact]
    public void Keys_like_generated_ids_are_a_map_however_few()
    {
        var found = MemoryCollection.Infer("""{"_id":1,"tiers":{"0df078f33aa74a2e9696e0520c1a828a":{"tier":"x"}}}""");

        var tiers = Field(found, "tiers").Value.Object!;
        Assert.Empty(tiers.Fields);
        Assert.Equal(TextPattern.Hexadecimal, tiers.Map!.Keys);
        Assert.Equal(["tier"], tiers.Map.Value.Object!.Fields.Select(static field => field.Name));
    }

    [Fact]
    public void Numbers_dates_and_many_rare_words_with_values_alike_are_maps_and_few_words_are_not()
    {
        var found = MemoryCollection.Infer(Enumerable.Range(0, 200).Select(static i => $$"""
            {"years":{"{{2000 + (i % 10)}}":{{i}},"{{2010 + (i % 7)}}":1},"days":{"2024-01-{{1 + (i % 28):00}}":{"n":1} },"people":{"name{{i % 50}}":{"age":{{i}} } },"labels":{"en":"a","de":"b"{{(i % 2 == 0 ? ",\"fr\":\"c\"" : "")}} } }
            """));

        Assert.Equal((TextPattern.Integer, 17L, 2), Map("years"));
        Assert.Equal((TextPattern.Date, 28L, 1), Map("days"));
        Assert.Equal((TextPattern.Other, 50L, 1), Map("people"));
        Assert.Null(Field(found, "labels").Value.Object!.Map);
        Assert.Equal(["en", "de", "fr"], Field(found, "labels").Value.Object!.Fields.Select(static field => field.Name));

        (TextPattern, long, int?) Map(string name)
        {
            var map = Field(found, name).Value.Object!.Map!;
            return (map.Keys, map.DistinctKeys, map.MaxEntries);
        }
    }

    [Fact]
    public void Rare_keys_whose_values_are_not_alike_stay_keys()
    {
        var found = MemoryCollection.Infer(Enumerable.Range(0, 200).Select(static i => $$"""{"_id":{{i}},"option{{i % 20}}":{{(i % 20 % 2 == 0 ? "1" : "\"a\"")}} }"""));

        Assert.Null(found.Shape.Object!.Map);
        Assert.Equal(21, found.Shape.Object.Fields.Count);
    }

    [Fact]
    public void Data_among_named_keys_is_a_map_beside_them()
    {
        var found = MemoryCollection.Infer(Enumerable.Range(0, 20).Select(static i => $$"""{"_id":{{i}},"total":1,"{{i:x32}}":{"n":1} }"""));

        Assert.Equal(["_id", "total"], found.Shape.Object!.Fields.Select(static field => field.Name));
        Assert.Equal((20L, null), (found.Shape.Object.Map!.DistinctKeys, found.Shape.Object.Map.MinEntries));
    }

    [Fact]
    public void A_map_of_maps_is_one_path_at_each_level()
    {
        var found = MemoryCollection.Infer(Enumerable.Range(0, 30).Select(static i => $$"""{"stock":{"{{i:x24}}":{"2024-01-{{1 + (i % 28):00}}":{{i}},"2024-02-01":2,"2024-03-01":3} } }"""));

        var inner = Field(found, "stock").Value.Object!.Map!.Value.Object!;
        Assert.Empty(inner.Fields);
        Assert.Equal(TextPattern.Date, inner.Map!.Keys);
        Assert.True(inner.Map.Value.IsOnly(InferredType.Int32));
    }

    [Fact]
    public void Arrays_say_their_lengths_and_elements_and_one_or_several_is_both()
    {
        var found = MemoryCollection.Infer("""{"a":[1,2],"b":"x","c":[[1],[2,3]]}""", """{"a":[],"b":["x","y"],"c":[]}""");

        var a = Field(found, "a").Value.Array!;
        Assert.Equal((2L, 1L, 0, 2), (a.Count, a.Empty, a.MinLength, a.MaxLength));
        var b = Field(found, "b").Value;
        Assert.Equal((1L, 1L), (b.Of(InferredType.String), b.Of(InferredType.Array)));
        var c = Field(found, "c").Value.Array!.Element;
        Assert.Equal((2L, 1, 2), (c.Count, c.Array!.MinLength, c.Array.MaxLength));
        Assert.Equal(
            ["a  array of 0 to 2 int32 (1 to 2), 50 % empty", "b  50 % string (1 character) | 50 % array of 2 string (1 character)", "c  array of 0 to 2 array of 1 to 2 int32 (1 to 3), 50 % empty"],
            Lines(found));
    }

    [Fact]
    public void What_is_mixed_in_an_array_or_a_map_has_a_line_of_its_own()
    {
        var found = MemoryCollection.Infer("""{"a":[1,"x",{"n":1}],"m":{"2024-01-01":1,"2024-01-02":2,"2024-01-03":3}}""");

        Assert.Equal(
            [
                "a      array of 3 mixed values", "  []   33.3 % int32 (always 1) | 33.3 % string (1 character) | 33.3 % object", "    n  int32 (always 1)",
                "m      map of 3 int32 (1 to 3), 3 keys like ISO dates",
            ],
            Lines(found));
    }

    [Fact]
    public void A_field_that_decides_which_others_are_there_makes_kinds()
    {
        var found = MemoryCollection.Infer(Enumerable.Range(0, 60).Select(static i => (i % 3) switch
        {
            0 => $$"""{"_id":{{i}},"by":"card","number":"{{i}}","expires":"2030-01"}""",
            1 => $$"""{"_id":{{i}},"by":"transfer","iban":"{{i}}"{{(i % 2 == 0 ? ",\"note\":\"n\"" : "")}} }""",
            _ => $$"""{"_id":{{i}},"by":"cash"}""",
        }));

        var kinds = found.Shape.Object!.Variants!;
        Assert.Equal("by", kinds.Field);
        Assert.Equal(
            ["\"card\": number 1, expires 1", "\"cash\": ", "\"transfer\": iban 1, note 0.5"],
            kinds.Kinds.Select(static kind => $"{kind.Value}: {string.Join(", ", kind.Keys.Select(static key => $"{key.Name} {key.Share}"))}"));
    }

    [Fact]
    public void A_field_with_a_value_of_its_own_for_each_document_decides_nothing()
    {
        var found = MemoryCollection.Infer(Enumerable.Range(0, 11).Select(static i => $$"""{"name":"n{{i}}"{{(i % 2 == 0 ? ",\"a\":1" : "")}} }"""));

        Assert.Null(found.Shape.Object!.Variants);
    }

    [Fact]
    public void Keys_that_come_and_go_together_make_kinds_and_keys_that_do_not_make_none()
    {
        var together = MemoryCollection.Infer(Enumerable.Range(0, 40).Select(static i => i < 10 ? $$"""{"_id":{{i}},"name":"A B"}""" : $$"""{"_id":{{i}},"firstName":"A","lastName":"B"}"""));
        var apart = MemoryCollection.Infer(Enumerable.Range(0, 40).Select(static i => $$"""{"_id":{{i}}{{(i % 2 == 0 ? ",\"a\":1" : "")}}{{(i % 3 == 0 ? ",\"b\":1" : "")}} }"""));

        var kinds = together.Shape.Object!.Variants!;
        Assert.Null(kinds.Field);
        Assert.Equal([("firstName+lastName", 0.75), ("name", 0.25)], kinds.Kinds.Select(static kind => (string.Join('+', kind.Keys.Select(static key => key.Name)), kind.Share)));
        Assert.Null(apart.Shape.Object!.Variants);
    }

    [Fact]
    public void A_choice_among_few_is_shown_and_what_may_be_personal_is_not()
    {
        var found = MemoryCollection.Infer(Enumerable.Range(0, 100).Select(static i => $$"""
            {"tier":"{{(i % 4 == 0 ? "Gold" : "Basic")}}","owner":"{{(i < 99 ? "someone" : "Ada Lovelace")}}","mail":"{{(i % 2 == 0 ? "a@example.com" : "b@example.com")}}","name":"Name {{i}}","level":{{i % 3}},"ssn":{{123456 + i}} }
            """));

        Assert.Equal([("\"Basic\"", 75L), ("\"Gold\"", 25L)], Values("tier"));
        Assert.Equal([("\"someone\"", 99L)], Values("owner"));
        Assert.Equal(1, Field(found, "owner").Value.OtherValues);
        Assert.Equal([("0", 34L), ("1", 33L), ("2", 33L)], Values("level"));
        Assert.Empty(Values("mail"));
        Assert.Empty(Values("name"));
        Assert.Empty(Values("ssn"));
        var all = InferenceWriter.Write(found) + DocMigrate.Document.Inspection.ReportJson.Of(found);
        Assert.DoesNotContain("Lovelace", all, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", all, StringComparison.Ordinal);
        Assert.DoesNotContain("Name 1", all, StringComparison.Ordinal);

        IEnumerable<(string, long)> Values(string name) => (Field(found, name).Value.Values ?? []).Select(static choice => (choice.Value, choice.Count));
    }

    [Theory]
    [InlineData("", TextPattern.Empty)]
    [InlineData("11111111-2222-3333-4444-555555555555", TextPattern.Guid)]
    [InlineData("55f14312c7447c3da7051b26", TextPattern.ObjectId)]
    [InlineData("0df078f33aa74a2e9696e0520c1a828a", TextPattern.Hexadecimal)]
    [InlineData("2024-02-29", TextPattern.Date)]
    [InlineData("2023-02-29", TextPattern.Other)]
    [InlineData("2024-02", TextPattern.Date)]
    [InlineData("2024-02-29T10:00:00Z", TextPattern.DateTime)]
    [InlineData("2024-02-29 10:00:00", TextPattern.DateTime)]
    [InlineData("-12", TextPattern.Integer)]
    [InlineData("1.5e3", TextPattern.Number)]
    [InlineData("00501", TextPattern.Digits)]
    [InlineData("12 Main St", TextPattern.Other)]
    [InlineData("https://example.com/a", TextPattern.Url)]
    [InlineData("a@b.example", TextPattern.Email)]
    [InlineData("@ Thai", TextPattern.Other)]
    [InlineData("defaced", TextPattern.Other)]
    public void Texts_are_recognised(string text, object pattern) => Assert.Equal((TextPattern)pattern, TextPatterns.Of(text));

    [Fact]
    public void Odd_keys_are_quoted_and_stay_on_one_line()
    {
        var found = MemoryCollection.Infer("""{"price.usd":1,"":2,"a b":3,"x\ny":4,"ключ":5,"$odd":6,"q\"q":7}""");

        Assert.Equal(
            ["\"price.usd\"", "\"\"", "\"a b\"", "\"x\\ny\"", "ключ", "$odd", "\"q\\\"q\""],
            Lines(found).Select(static line => line.Split("  ")[0]));
    }

    [Fact]
    public void Documents_that_cannot_be_read_are_counted_and_named()
    {
        var found = MemoryCollection.Infer("""{"a":1}""", """{"a":1,"a":2}""", """{"n":1e999}""");

        Assert.Equal((3L, 2L, 1L), (found.Examined, found.Unreadable, found.Shape.Count));
        Assert.Equal("#1", found.UnreadableSamples[0].Id);
        Assert.Contains("2 documents can't be read and are left out:\n  _id #1: ", InferenceWriter.Write(found), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_collection_is_said_to_be_empty()
    {
        Assert.Equal("things: no documents", InferenceWriter.Write(MemoryCollection.Infer()));
    }

    [Fact]
    public void Shares_are_0_or_100_percent_only_when_they_are()
    {
        Assert.Equal(
            ["0 %", "<0.1 %", "0.1 %", "50 %", "33.3 %", ">99.9 %", "100 %"],
            new[] { 0, 0.0001, 0.001, 0.5, 1 / 3.0, 0.99999, 1 }.Select(InferenceText.Percent));
    }

    [Fact]
    public void The_order_of_what_is_said_does_not_depend_on_the_process()
    {
        var documents = Enumerable.Range(0, 300).Select(static i => $$"""{"_id":{{i}},"k{{i % 7}}":{"a":{{i % 5}},"b":"{{i % 3}}"},"t":"{{(char)('a' + (i % 4))}}"}""").ToList();

        Assert.Equal(InferenceWriter.Write(MemoryCollection.Infer(documents)), InferenceWriter.Write(MemoryCollection.Infer(documents)));
    }

    private static InferredField Field(InferredCollection found, string name) => found.Shape.Object!.Fields.Single(field => field.Name == name);

    private static IEnumerable<string> Lines(InferredCollection found) => InferenceWriter.Write(found).Split('\n').Skip(2);
}
