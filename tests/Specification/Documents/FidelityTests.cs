using System.Text.Json;
using DocMigrate.Document.Building;
using DocMigrate.Specification.Documents.Harness;

namespace DocMigrate.Specification.Documents;

/// <summary>The cells of a store's fidelity table: what it keeps of the text of a value, what it brings into another form, and what it refuses.</summary>
public abstract class FidelityTests : DocumentSuite
{
    /// <summary>What every table has to say something about.</summary>
    private static readonly string[] s_values =
    [
        "1e2", "1E-7", "12.50", "-0.0", "-0", "9223372036854775807", "18446744073709551616", "1E400", "{\"$numberLong\":\"5\"}", "{\"$numberInt\":\"5\"}", "{\"$numberDouble\":\"NaN\"}",
        "{\"$numberDecimal\":\"1.50\"}", "{\"$oid\":\"short\"}", "\"nul\\u0000in\"", "\"\\u00e9\\/\"", "\"half \\ud800\"", "{\"b\":2,\"a\":{\"d\":1,\"cc\":2}}", "[2,1,1,null]", "{\"x\":1,\"x\":2}",
    ];

    /// <summary>The table.</summary>
    protected abstract IReadOnlyList<FidelityCell> Cells { get; }

    [Fact]
    public void The_table_says_something_about_every_kind_of_value() => Assert.Empty(s_values.Except(Cells.Select(static cell => cell.Text), StringComparer.Ordinal));

    [Fact]
    public Task A_text_is_stored_as_the_table_says() => EachAsync(static cell => cell.Stored, static _ => { }, static root => root.GetProperty("v").GetProperty("in"));

    [Fact]
    public Task A_text_beside_what_is_changed_in_process_is_as_the_table_says() => EachAsync(
        static cell => cell.Beside,
        static c => c.Transform("touch", static d => { d["old"] = 2; return d; }),
        static root => root.GetProperty("v").GetProperty("in"));

    [Fact]
    public Task A_text_that_is_renamed_is_as_the_table_says() => EachAsync(static cell => cell.Moved, static c => c.Rename("v", "w"), static root => root.GetProperty("w").GetProperty("in"));

    [Fact]
    public Task A_text_that_is_written_in_process_is_as_the_table_says() => EachAsync(
        static cell => cell.Written,
        static c => c.Transform("touch", static d => { d["v"]!["n"] = 2; return d; }),
        static root => root.GetProperty("v").GetProperty("in"));

    private async Task EachAsync(Func<FidelityCell, string?> column, Action<DocumentsBuilder> build, Func<JsonElement, JsonElement> find)
    {
        var wrong = new List<string>();
        foreach (var form in Forms)
        {
            foreach (var cell in Cells.Where(static cell => cell.Stored is not null))
            {
                await using var store = await OpenAsync(form);
                await store.FillAsync(Collection, [$$"""{"_id":1,"v":{"in":{{cell.Text}},"n":1},"old":1}"""]);
                var before = (await store.TextsAsync(Collection))[0];
                await store.ApplyAsync(Operations(build));
                var after = (await store.TextsAsync(Collection))[0];
                var listed = await store.QuarantinedAsync();
                var expected = column(cell);
                if (expected is null ? before != after || listed.Count != 1 : listed.Count != 0)
                {
                    wrong.Add($"{form}, {cell.Text}: {after}, quarantine: {string.Join("; ", listed)}");
                }
                else if (expected is not null)
                {
                    using var json = JsonDocument.Parse(after);
                    var text = find(json.RootElement).GetRawText();
                    if (text != expected)
                    {
                        wrong.Add($"{form}, {cell.Text}: {text} instead of {expected}");
                    }
                }
            }
        }

        Assert.Empty(wrong);
    }
}
