using System.Text;
using DocMigrate.Document.Passes;

namespace DocMigrate.Document.Tests.Passes;

public sealed class KeySpoolTests
{
    [Theory]
    [InlineData(1_000_000)]
    [InlineData(7)]
    public void Finds_the_same_groups_whether_it_counts_all_at_once_or_a_part_at_a_time(long held)
    {
        using var spool = new KeySpool(held);
        for (var i = 199; i >= 0; i--)
        {
            // A third of the documents have values of their own.
            spool.Add(Encoding.UTF8.GetBytes(i % 3 == 0 ? $"own {i}" : $"{i % 10}"), [(byte)i], $"d{i}");
        }

        var found = spool.Find(3, TestContext.Current.CancellationToken);

        Assert.Equal((10, 133), (found.Groups, found.Documents));
        Assert.Equal(["d1, d11, d31", "d2, d22, d32", "d4, d14, d34"], found.Samples.Select(static group => string.Join(", ", group)));
        Assert.Equal((found.Groups, found.Documents), (spool.Find(0, TestContext.Current.CancellationToken).Groups, 133));
    }

    [Fact]
    public void Finds_nothing_where_no_two_values_are_equal()
    {
        using var spool = new KeySpool();
        spool.Add([1], [1], "1");
        spool.Add([2], [1], "1");

        var found = spool.Find(5, TestContext.Current.CancellationToken);

        Assert.Equal((0, 0), (found.Groups, found.Documents));
        Assert.Empty(found.Samples);
    }
}
