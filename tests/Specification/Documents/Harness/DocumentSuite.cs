using DocMigrate.Document.Building;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;
using DocMigrate.Operations;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents.Harness;

/// <summary>Tests of what every store of documents does. A backend's test project derives each suite and opens its stores.</summary>
public abstract class DocumentSuite
{
    /// <summary>The collection of most tests.</summary>
    public const string Collection = "docs";

    /// <summary>The forms in which collections of this store hold documents, the usual one first: a name for each, as <c>binary</c> and <c>text</c>.</summary>
    public virtual IReadOnlyList<string> Forms => ["usual"];

    /// <summary>Stops a test.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Whether the order of keys is kept in objects that nothing is done to. The place of a touched key among its siblings is promised by no store.</summary>
    protected virtual bool KeepsKeyOrder => true;

    /// <summary>Whether a unique index takes documents without a value for different ones; else they are duplicates of each other.</summary>
    protected virtual bool MissingValuesAreDistinct => true;

    /// <summary>Whether a short step is done as a whole or not at all; else the operations before the one that failed stay done, and are recorded.</summary>
    protected virtual bool ShortStepsAreWhole => true;

    /// <summary>A store that nobody has used, or that has nothing left of who did. It is disposed when the test is done with it.</summary>
    /// <param name="form">One of <see cref="Forms"/>: how it holds documents.</param>
    protected abstract Task<DocumentStoreHarness> OpenAsync(string form);

    /// <summary>The same in the usual form.</summary>
    protected Task<DocumentStoreHarness> OpenAsync() => OpenAsync(Forms[0]);

    /// <summary>What the store holds of a value that is put into it, as its fidelity table says; null for a value that it refuses.</summary>
    protected virtual JToken? Held(JToken value) => value;

    /// <summary>Whether the store can do the operation at all; else it refuses it when it is planned.</summary>
    protected virtual bool Takes(ReshapeOperation operation) => true;

    /// <summary>The operations that an author would write on a collection.</summary>
    protected static MigrationOperation[] Operations(Action<DocumentsBuilder> build, string collection = Collection)
    {
        var migration = new MigrationBuilder(new MigrationId("test", "0001_m"));
        migration.Documents(DocumentStoreHarness.Store, collection, build);
        return [.. migration.ToDefinition().OperationsOn(DocumentStoreHarness.Store)];
    }

    /// <summary>What every operation has to stand, in each form: forth, back, and forth again. Nobody can forget the way back.</summary>
    protected async Task VerifyAsync(Action<DocumentsBuilder> build, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        foreach (var form in Forms)
        {
            await using var store = await OpenAsync(form);
            await store.FillAsync(Collection, before);
            await store.ApplyAsync(Operations(build));
            await SameAsync(store, after);
            await store.RevertAsync();
            await SameAsync(store, before);
            Assert.Equal(0, await store.KeptAsync(Direction.Forward));
            await store.ApplyAsync(Operations(build));
            await SameAsync(store, after);
            Assert.Equal(0, await store.KeptAsync(Direction.Backward));
            Assert.Empty(await store.QuarantinedAsync());
            await store.VerifyFormAsync(Collection);
        }
    }

    /// <summary>The collection has these documents: identical, save for the order of keys; see <see cref="KeepsKeyOrder"/>.</summary>
    protected async Task SameAsync(DocumentStoreHarness store, IReadOnlyList<string> expected, string collection = Collection) =>
        Same([.. expected.Select(static text => DocumentReader.Read(text))], await store.DocumentsAsync(collection));

    /// <summary>Identical, save for the order of keys.</summary>
    protected void Same(IReadOnlyList<JObject> expected, IReadOnlyList<JObject> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            var held = (JObject)(Held(expected[i]) ?? expected[i]);
            Assert.True(DocumentEquality.AnyOrder.Same(held, actual[i]), $"Document {i}:\nexpected {DocumentWriter.Write(held)}\nactual   {DocumentWriter.Write(actual[i])}");
        }
    }
}
