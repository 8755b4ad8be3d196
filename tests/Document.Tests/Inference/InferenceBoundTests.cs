using DocMigrate.Document.Inference;
using DocMigrate.Document.Inference.Statistics;

namespace DocMigrate.Document.Tests.Inference;

/// <summary>However many keys there are, the memory of an inference is bounded.</summary>
public sealed class InferenceBoundTests
{
    [Fact]
    public void A_hundred_thousand_keys_beside_each_other_are_one_path()
    {
        var budget = new InferenceBudget();

        var found = MemoryCollection.Infer(Enumerable.Range(0, 100_000).Select(static i => $$"""{"_id":{{i}},"name":"x","k{{i}}":{"n":{{i}} } }"""), budget);

        Assert.InRange(budget.Used, 1, InferenceBudget.DefaultCapacity);
        Assert.Equal(["_id", "name"], found.Shape.Object!.Fields.Select(static field => field.Name));
        Assert.All(found.Shape.Object.Fields, static field => Assert.Equal((100_000L, false), (field.Present, field.Approximate)));
        var map = found.Shape.Object.Map!;
        Assert.Equal((100_000L, 100_000L), (map.DistinctKeys, map.Entries));
        Assert.Equal(new InferredRange<long>(0, 99_999), Assert.Single(map.Value.Object!.Fields).Value.Integers);
    }

    [Fact]
    public void Keys_at_many_places_and_depths_are_held_to_the_budget_together()
    {
        var budget = new InferenceBudget(capacity: 2_000, keysPerObject: 200);

        var found = MemoryCollection.Infer(Enumerable.Range(0, 20_000).Select(static i => $$"""
            {"_id":{{i}},"a{{i % 150}}":{"b{{i % 149}}":{"c{{i}}":{"d{{i}}":[{"e{{i}}":{{i}} }]} } } }
            """), budget);

        Assert.InRange(budget.Used, 1, 2_000 + 100);
        Assert.Equal(20_000, found.Shape.Object!.Fields.Single(static field => field.Name == "_id").Present);
    }

    [Fact]
    public void A_key_that_comes_late_but_often_is_found_and_said_to_be_approximate()
    {
        var found = MemoryCollection.Infer(Enumerable.Range(0, 20_000).Select(static i => i < 10_000 ? $$"""{"_id":{{i}},"r{{i}}":1}""" : $$"""{"_id":{{i}},"late":true}"""));

        var late = found.Shape.Object!.Fields.Single(static field => field.Name == "late");
        Assert.True(late.Approximate);
        Assert.Equal(10_000, late.Present);
        Assert.Contains("about 50 %", InferenceWriter.Write(found), StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_with_very_many_named_keys_keeps_the_common_ones()
    {
        var wide = "{" + string.Join(",", Enumerable.Range(0, 1_500).Select(static i => $"\"key{i}\":{i}")) + "}";

        var found = MemoryCollection.Infer(Enumerable.Repeat(wide, 30));

        Assert.InRange(found.Shape.Object!.Fields.Count, 100, 1_000);
        Assert.NotNull(found.Shape.Object.Map);
    }
}
