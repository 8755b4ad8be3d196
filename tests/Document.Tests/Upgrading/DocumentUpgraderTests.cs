using DocMigrate.Document.Operations;
using DocMigrate.Document.State;
using DocMigrate.Document.Upgrading;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using DocMigrate.History;
using DocMigrate.Operations;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Upgrading;

/// <summary>Reading while behind: each sentence of the contract.</summary>
public sealed class DocumentUpgraderTests
{
    private static readonly MigrationOperation s_create = new CreateCollectionOperation
    {
        Collection = "people",
        Shape = FieldShape.Object(s => s.Field("_id", FieldShape.String).Field("name", FieldShape.String).Field("age", FieldShape.String.OrNull())),
    };

    private static readonly MigrationOperation s_version = new VersionCollectionOperation { Collection = "people", Field = "_v" };
    private static readonly MigrationOperation s_rename = new RenameFieldOperation { Collection = "people", From = "name", To = "fullName" };
    private static readonly MigrationOperation s_convert = new ConvertFieldOperation { Collection = "people", Path = "age", To = FieldType.Int32, From = FieldType.String };
    private static readonly MigrationOperation s_remove = new RemoveFieldOperation { Collection = "people", Path = "age" };
    private static readonly MigrationOperation s_double = new TransformDocumentsOperation { Collection = "people", Name = "touch", Forward = Touch };

    private static JObject Touch(JObject document)
    {
        document["touched"] = (document.Value<int?>("touched") ?? 0) + 1;
        return document;
    }

    private static MigrationOperation[] Code(params MigrationOperation[] operations) => [s_create, s_version, .. operations];

    private static DocumentUpgrader Upgrader(MigrationOperation[] expected, MigrationOperation[]? applied = null) =>
        DocumentUpgrader.Create(new StoreOperations([.. expected], [.. applied ?? expected]), "people");

    private static JObject Read(string json) => DocumentReader.Read(json);

    private static UpgradeFailure Failure(DocumentUpgrader upgrader, string json)
    {
        var document = Read(json);
        var error = Assert.Throws<DocumentUpgradeException>(() => upgrader.Upgrade(document));
        Assert.Equal(json, DocumentWriter.Write(document));
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        return error.Failure;
    }

    [Fact]
    public void A_stamp_is_the_position_and_a_hash_of_the_chain_up_to_there()
    {
        Assert.Equal("0.0", Upgrader(Code()).Stamp);
        Assert.Matches("^2\\.[0-9a-f]{16}$", Upgrader(Code(s_rename, s_convert)).Stamp);
        Assert.NotEqual(Upgrader(Code(s_rename)).Stamp, Upgrader(Code(s_convert)).Stamp);

        // Neither what changes no document counts, nor the collection's name.
        Assert.Equal(Upgrader(Code(s_rename)).Stamp, Upgrader(Code(new DeclareFieldOperation { Collection = "people", Path = "x", Shape = FieldShape.Int32 }, s_rename)).Stamp);
        Assert.Equal(
            Upgrader(Code(s_rename)).Stamp,
            Upgrader([
                new CreateCollectionOperation { Collection = "persons" },
                new RenameFieldOperation { Collection = "persons", From = "name", To = "fullName" },
                new RenameCollectionOperation { Collection = "persons", To = "people" },
            ]).Stamp);
    }

    [Fact]
    public void The_stamp_of_a_chain_is_the_same_in_every_version() =>
        Assert.Matches("^3", Upgrader(Code(s_rename, s_convert, new ForEachOperation { Collection = "people", Path = "list", Operations = [new RemoveFieldOperation { Collection = "", Path = "x" }] })).Stamp);

    [Fact]
    public void A_stamped_document_goes_up_from_its_own_version_and_keeps_what_nobody_knows()
    {
        var old = Upgrader(Code(s_rename)).Stamp;
        var upgrader = Upgrader(Code(s_rename, s_convert));

        var result = upgrader.Upgrade(Read($$"""{"_id":"a","fullName":"Ada","age":"36","_v":"{{old}}","extra":[1]}"""));

        Assert.Equal(UpgradeDirection.Up, result.Direction);
        Assert.Equal($$"""{"_id":"a","fullName":"Ada","age":36,"_v":"{{upgrader.Stamp}}","extra":[1]}""", DocumentWriter.Write(result.Document));
        Assert.Same(result.Document, result.ToStored(result.Document));
    }

    [Fact]
    public void A_current_document_is_given_back_untouched()
    {
        var upgrader = Upgrader(Code(s_rename));
        var document = Read($$"""{"_id":"a","fullName":"Ada","_v":"{{upgrader.Stamp}}"}""");

        Assert.True(upgrader.IsCurrent(document));
        Assert.Same(document, upgrader.Upgrade(document).Document);
        Assert.Equal(UpgradeDirection.None, upgrader.Upgrade(document).Direction);
    }

    [Fact]
    public void A_newer_document_goes_down_through_the_operations_of_the_history_and_is_stored_as_new_as_it_was()
    {
        var newer = Upgrader(Code(s_rename, s_convert, s_remove)).Stamp;
        var upgrader = Upgrader(Code(s_rename), Code(s_rename, s_convert));
        var stamp = Upgrader(Code(s_rename, s_convert)).Stamp;
        var stored = Read($$"""{"_id":"a","fullName":"Ada","age":36,"_v":"{{stamp}}"}""");

        var result = upgrader.Upgrade(stored);

        Assert.Equal(UpgradeDirection.Down, result.Direction);
        Assert.Equal($$"""{"_id":"a","fullName":"Ada","age":"36","_v":"{{upgrader.Stamp}}"}""", DocumentWriter.Write(result.Document));
        result.Document["fullName"] = "Ada L.";
        Assert.Equal($$"""{"_id":"a","fullName":"Ada L.","age":36,"_v":"{{stamp}}"}""", DocumentWriter.Write(result.ToStored(result.Document)));
        Assert.Equal(UpgradeFailure.Unknown, Failure(upgrader, $$"""{"_id":"a","_v":"{{newer}}"}"""));
    }

    [Fact]
    public void What_the_way_down_takes_away_comes_back_when_the_document_is_stored()
    {
        var add = new AddFieldOperation { Collection = "people", Path = "tier", Value = new JValue((object)1) };
        var stamp = Upgrader(Code(add)).Stamp;

        var result = Upgrader(Code(), Code(add)).Upgrade(Read($$"""{"_id":"a","name":"Ada","age":null,"tier":7,"_v":"{{stamp}}"}"""));

        Assert.False(result.Document.ContainsKey("tier"));
        Assert.Equal(7, result.ToStored(result.Document).Value<int>("tier"));
    }

    [Fact]
    public void Newer_and_not_reversible_is_an_error_and_never_a_document()
    {
        var removeName = new RemoveFieldOperation { Collection = "people", Path = "name" };
        foreach (var operation in (MigrationOperation[])[removeName, s_double])
        {
            var stamp = Upgrader(Code(operation)).Stamp;

            Assert.Equal(UpgradeFailure.Newer, Failure(Upgrader(Code(), Code(operation)), $$"""{"_id":"a","_v":"{{stamp}}"}"""));
        }

        // What could be missing can be missing.
        var optional = Upgrader(Code(s_remove)).Stamp;
        Assert.Equal(UpgradeDirection.Down, Upgrader(Code(), Code(s_remove)).Upgrade(Read($$"""{"_id":"a","name":"Ada","_v":"{{optional}}"}""")).Direction);
    }

    [Fact]
    public void Without_a_stamp_the_shape_tells()
    {
        var upgrader = Upgrader(Code(s_rename, s_convert));

        Assert.Equal($$"""{"_id":"a","age":36,"fullName":"Ada","_v":"{{upgrader.Stamp}}"}""", DocumentWriter.Write(upgrader.Upgrade(Read("""{"_id":"a","name":"Ada","age":"36"}""")).Document));
        Assert.Equal(UpgradeDirection.None, upgrader.Upgrade(Read("""{"_id":"a","fullName":"Ada","age":36}""")).Direction);
        Assert.Equal(UpgradeFailure.Unknown, Failure(upgrader, """{"_id":"a","name":"Ada","fullName":"Ada"}"""));
    }

    [Fact]
    public void Ambiguous_is_an_error_and_never_a_guess()
    {
        var upgrader = Upgrader(Code(s_double));

        Assert.Equal(UpgradeFailure.Ambiguous, Failure(upgrader, """{"_id":"a","name":"Ada"}"""));
        Assert.Equal(1, upgrader.Upgrade(Read("""{"_id":"a","name":"Ada","_v":"0.0"}""")).Document.Value<int>("touched"));
    }

    [Fact]
    public void A_documents_own_misfit_is_an_error_that_names_no_value()
    {
        var upgrader = Upgrader(Code(s_convert));

        var error = Assert.Throws<DocumentUpgradeException>(() => upgrader.Upgrade(Read("""{"_id":"a","name":"Ada","age":"secret","_v":"0.0"}""")));

        Assert.Equal(UpgradeFailure.Misfit, error.Failure);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"a\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stamp_that_nobody_knows_is_an_error() =>
        Assert.Equal(UpgradeFailure.Unknown, Failure(Upgrader(Code(s_rename)), """{"_id":"a","name":"Ada","_v":"9.abc"}"""));

    [Fact]
    public async Task Only_an_older_document_is_written_back_and_only_if_it_is_still_what_is_stored()
    {
        var upgrader = Upgrader(Code(s_rename));
        var older = Read("""{"_id":"a","name":"Ada","age":null,"_v":"0.0"}""");
        List<(JObject Old, JObject New)> written = [];
        Task<bool> WriteAsync(JObject old, JObject replacement, CancellationToken stop)
        {
            written.Add((old, replacement));
            return Task.FromResult(written.Count == 1);
        }

        var token = TestContext.Current.CancellationToken;
        var first = await upgrader.UpgradeAsync(older, WriteAsync, token);
        var second = await upgrader.UpgradeAsync(older, WriteAsync, token);
        var third = await upgrader.UpgradeAsync(first.Document, WriteAsync, token);

        Assert.True(first.WrittenBack);
        Assert.False(second.WrittenBack);
        Assert.True(JToken.ReferenceEquals(older, written[0].Old));
        Assert.Same(first.Document, written[0].New);
        Assert.Equal(UpgradeDirection.None, third.Direction);
        Assert.Equal(2, written.Count);
    }

    [Fact]
    public void The_way_is_composed_once_and_used_by_all_threads()
    {
        var upgrader = Upgrader(Code(s_rename, s_convert));

        var results = Enumerable.Range(0, 1_000).AsParallel().WithDegreeOfParallelism(4)
            .Select(number => upgrader.Upgrade(Read($$"""{"_id":"{{number}}","name":"Ada","age":"{{number}}","_v":"0.0"}""")).Document.Value<int>("age"))
            .Order();

        Assert.Equal(Enumerable.Range(0, 1_000), results);
    }

    [Fact]
    public void Refuses_a_collection_that_no_migration_creates() =>
        Assert.Equal("DM6604", Assert.Throws<ConfigurationException>(() => Upgrader([])).Code.Value);
}
