using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Tests.Operations;

public sealed class RestoreFieldOperationTests
{
    [Fact]
    public void Has_a_way_forward_again_for_a_field_and_none_for_whole_documents()
    {
        var field = new RestoreFieldOperation { Collection = "docs", Path = "a" };
        var whole = new RestoreFieldOperation { Collection = "docs", Path = DocumentPath.Root };

        Assert.Equal(new RemoveFieldOperation { Collection = "docs", Path = "a" }, field.Reverse(null));
        Assert.Null(whole.Reverse(null));
    }
}
