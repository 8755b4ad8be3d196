using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Sqlite.Tests.RealInput;

/// <summary>2,548 restaurants: field names with spaces, and a rating that is an integer, a double, or the text <c>Not yet rated</c>.</summary>
public sealed class RestaurantTests : IDisposable
{
    private readonly TemporaryProject _project = new();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ratings_become_doubles_the_unrated_are_listed_and_all_is_the_input_again_after_the_way_back(bool oneMigration)
    {
        var input = SharedData.Read("restaurant.json");
        Assert.Equal(2_548, input.Count);
        _project.Fill("restaurants", input);
        var stored = _project.Rows("SELECT json(document) FROM restaurants ORDER BY seq");
        Define(oneMigration);

        var result = await _project.MigrateAsync();

        Assert.Equal(63, result.Counts.Quarantined);
        var migrated = _project.Documents("restaurants");
        RealDocuments.Same([.. input.Select(document => Reshaped(document, oneMigration))], migrated);
        Assert.Equal(2_485, migrated.Count(static restaurant => restaurant["rating"] is JValue { Value: double }));
        var listed = _project.Rows("SELECT r.seq FROM restaurants r JOIN _docmigrate_quarantine q ON q.document = r._id AND q.collection = 'restaurants' ORDER BY r.seq");
        Assert.Equal(63, listed.Count);
        Assert.All(listed, seq => Assert.Equal("Not yet rated", (string?)migrated[int.Parse(seq, System.Globalization.CultureInfo.InvariantCulture) - 1]["rating"]));
        Assert.Equal(["a string that can't be converted to Double"], _project.Rows("SELECT DISTINCT reason FROM _docmigrate_quarantine"));
        Assert.Equal(["""["rating"]"""], _project.Rows("SELECT DISTINCT path FROM _docmigrate_quarantine"));
        if (oneMigration)
        {
            var now = _project.Rows("SELECT json(document) FROM restaurants ORDER BY seq");
            Assert.All(listed, seq => Assert.Equal(stored[int.Parse(seq, System.Globalization.CultureInfo.InvariantCulture) - 1], now[int.Parse(seq, System.Globalization.CultureInfo.InvariantCulture) - 1]));
        }

        await _project.MigrateAsync("zero");
        RealDocuments.Same(input, _project.Documents("restaurants"));
        Assert.Empty(_project.Rows("SELECT * FROM _docmigrate_quarantine"));
        Assert.Empty(_project.Rows("SELECT * FROM _docmigrate_shadow"));
    }

    [Fact]
    public async Task Refuses_ratings_that_are_no_numbers_where_it_must_and_says_how_many()
    {
        var input = SharedData.Read("restaurant.json");
        _project.Fill("restaurants", input);
        _project.Define("0001_rating", static migration => migration.Documents("docs", "restaurants", static c => c.Convert("rating", FieldType.Double)));

        var error = await Assert.ThrowsAsync<Errors.DataException>(() => _project.MigrateAsync());

        Assert.StartsWith("63 documents do not fit in collection 'restaurants'", error.Message, StringComparison.Ordinal);
        RealDocuments.Same(input, _project.Documents("restaurants"));
        Assert.Equal(["0001_rating Pending: docs Pending"], await _project.StatusesAsync());
    }

    private void Define(bool oneMigration)
    {
        if (oneMigration)
        {
            _project.Define("0001_all", static migration => migration.Documents("docs", "restaurants", static c => c
                .Rename(DocumentPath.Of("address line 2"), "addressLine2").Convert("rating", FieldType.Double, onError: OnError.Quarantine)));
            return;
        }

        _project.Define("0001_address", static migration => migration.Documents("docs", "restaurants", static c => c.Rename(DocumentPath.Of("address line 2"), "addressLine2")));
        _project.Define("0002_rating", static migration => migration.Documents("docs", "restaurants", static c => c.Convert("rating", FieldType.Double, onError: OnError.Quarantine)));
    }

    private static JObject Reshaped(JObject restaurant, bool oneMigration)
    {
        var rated = restaurant["rating"] is JValue { Value: int or double };
        var result = (JObject)restaurant.DeepClone();
        if (rated)
        {
            // Removed first: the setter does nothing when Json.NET calls 5 and 5.0 equal.
            result.Remove("rating");
            result["rating"] = new JValue((double)restaurant["rating"]!);
        }

        if (rated || !oneMigration)
        {
            var line = result["address line 2"];
            result.Remove("address line 2");
            result["addressLine2"] = line;
        }

        return result;
    }
}
