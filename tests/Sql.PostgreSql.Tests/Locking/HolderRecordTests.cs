using System.Text;
using DocMigrate.Locking;
using DocMigrate.Sql.PostgreSql.Access;
using DocMigrate.Sql.PostgreSql.Locking;
using DocMigrate.Sql.PostgreSql.Tests.Harness;

namespace DocMigrate.Sql.PostgreSql.Tests.Locking;

public sealed class HolderRecordTests
{
    [Theory]
    [InlineData("ada")]
    [InlineData("*/ DROP TABLE t; --")]
    [InlineData("/* \"' $1 \\* */")]
    [InlineData("Łukasz 张 😀\0\n")]
    public void What_is_written_is_read_back_and_nothing_in_it_ends_the_comment(string text)
    {
        var holder = Holders.Ada with { User = text, Host = text, Progress = text, Signs = 5 };

        var comment = HolderRecord.Comment(holder, 1000);

        Assert.Equal(comment.Length - 3, comment.IndexOf("*/", StringComparison.Ordinal));
        Assert.Equal(holder, HolderRecord.Read(Owner(null, comment + "SELECT 1")));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("张")]
    [InlineData("😀")]
    public void Of_the_progress_there_is_as_much_as_there_is_room_for(string text)
    {
        var holder = Holders.Ada with { Progress = string.Concat(Enumerable.Repeat(text, 400)) };

        var comment = HolderRecord.Comment(holder, 500);

        Assert.InRange(Encoding.UTF8.GetByteCount(comment), 400, 500);
        var read = HolderRecord.Read(Owner(null, comment + "SELECT 1"));
        Assert.True(holder.IsSameHolding(read));
        Assert.StartsWith(read.Progress!, holder.Progress, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("<insufficient privilege>")]
    [InlineData("/*docmigrate {\"User\":\"ada\",\"Ho")]
    [InlineData("/*docmigrate [1]*/ SELECT 1")]
    public void Where_the_statement_can_not_be_read_the_name_tells_who_it_is(string? query)
    {
        var holder = Holders.Ada with { Signs = 12 };

        var read = HolderRecord.Read(Owner(HolderRecord.ApplicationName(holder), query));

        Assert.Equal(("ada", "host", 42, 12), (read.User, read.Host, read.ProcessId, read.Signs));
        Assert.Equal(LockHolder.Unknown, HolderRecord.Read(Owner("psql", query)));
    }

    private static LockOwner Owner(string? application, string? query) => new(new ServerSession(1, null), "ada", application, query);
}
