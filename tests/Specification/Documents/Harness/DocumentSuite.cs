namespace DocMigrate.Specification.Documents.Harness;

/// <summary>Tests of what every store of documents does. A backend's test project derives each suite and opens its stores.</summary>
public abstract class DocumentSuite
{
    /// <summary>The collection of most tests.</summary>
    public const string Collection = "docs";

    /// <summary>The forms in which collections of this store hold documents, the usual one first: a name for each, as <c>binary</c> and <c>text</c>.</summary>
    public virtual IReadOnlyList<string> Forms => ["usual"];

    /// <summary>A store that nobody has used, or that has nothing left of who did. It is disposed when the test is done with it.</summary>
    /// <param name="form">One of <see cref="Forms"/>: how it holds documents.</param>
    protected abstract Task<DocumentStoreHarness> OpenAsync(string form);

    /// <summary>The same in the usual form.</summary>
    protected Task<DocumentStoreHarness> OpenAsync() => OpenAsync(Forms[0]);
}
