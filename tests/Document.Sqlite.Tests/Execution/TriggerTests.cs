using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;

namespace DocMigrate.Document.Sqlite.Tests.Execution;

public sealed class TriggerTests
{
    [Fact]
    public async Task A_trigger_sees_just_the_documents_that_change()
    {
        await using var store = new JsonStore();
        await store.FillAsync("people", ["""{"_id":1,"name":"Ada"}""", """{"_id":2}""", """{"_id":3,"name":"Grace","note":1}"""]);
        await using (var connection = await store.ConnectAsync())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = """
                CREATE TABLE seen (id);
                CREATE TRIGGER watch AFTER UPDATE ON people BEGIN INSERT INTO seen VALUES (new._id); END;
                """;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await store.ApplyAsync(new RenameFieldOperation { Collection = "people", From = "name", To = "fullName" });
        Assert.Equal([1L, 3L], await store.QueryAsync("SELECT id FROM seen ORDER BY id", static row => row.GetInt64(0)));
    }
}
