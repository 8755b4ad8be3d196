using DocMigrate.Document.Operations;
using DocMigrate.Document.Passes;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using DocMigrate.Planning;
using DocMigrate.Running;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Passes;

public sealed class PassSpoolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("docmigrate-spool").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Gives_back_what_was_found_of_a_document_that_is_the_same()
    {
        using var spool = Spool();
        var document = Document(1, """{"_id":1,"a":1,"b":"x"}""");
        spool.Add(new JudgedDocument(document, [new StepCounts(Changed: 1, Shadowed: 300)])
        {
            Reshaped = new ReshapedDocument
            {
                Stored = document,
                Change = DocumentChange.Between(document.Content.Read(), DocumentReader.Read("""{"_id":1,"a":"é\n","c":[2.0,null]}""")),
                Kept = [[new KeptValue(DocumentPath.Of("a.b", "c"), DocumentReader.ReadValue("1.50"), "hash"), new KeptValue(DocumentPath.Root, null, null)]],
            },
        });

        var found = spool.Take(document.Key, document.Content.Fingerprint)!.For(document, spool.Judge);

        Assert.Equal([new StepCounts(Changed: 1, Shadowed: 300)], found.Counts);
        Assert.Equal([("a", "\"é\\n\""), ("c", "[2.0,null]")], found.Reshaped!.Change!.Set.Select(static field => (field.Name, field.Text)));
        Assert.Equal(["b"], found.Reshaped.Change.Removed);
        Assert.Equal("""{"_id":1,"a":"é\n","c":[2.0,null]}""", found.Reshaped.Change.Whole);
        Assert.Equal([new KeptValue(DocumentPath.Of("a.b", "c"), new JValue(1.5), "hash"), new KeptValue(DocumentPath.Root, null, null)], found.Reshaped.Kept[0]);
        Assert.Null(spool.Take(document.Key, document.Content.Fingerprint));
    }

    [Fact]
    public void Knows_nothing_of_a_document_that_was_changed()
    {
        using var spool = Spool();
        spool.Add(Unchanged(1));
        spool.Add(Unchanged(2));

        Assert.Null(Take(spool, 1, text: """{"_id":1,"edited":true}"""));
        Assert.NotNull(Take(spool, 2));
    }

    [Fact]
    public void Goes_on_past_documents_that_are_gone_or_new()
    {
        using var spool = Spool();
        foreach (var i in Enumerable.Range(1, 3000))
        {
            spool.Add(Unchanged(i));
        }

        Assert.Null(Take(spool, 5000));
        Assert.NotNull(Take(spool, 1));
        Assert.NotNull(Take(spool, 900));
        Assert.NotNull(Take(spool, 2));

        // More than are held are gone: some are judged anew before it goes on.
        var known = Enumerable.Range(2500, 500).Concat(Enumerable.Range(4000, 1500)).Concat(Enumerable.Range(2500, 501)).Count(i => Take(spool, i) is not null);
        Assert.InRange(known, 1, 501);
    }

    [Fact]
    public void Keeps_no_more_than_it_may()
    {
        using var spool = Spool(most: 1000);
        foreach (var i in Enumerable.Range(1, 1000))
        {
            spool.Add(Unchanged(i));
        }

        Assert.InRange(Enumerable.Range(1, 1000).Count(i => Take(spool, i) is not null), 5, 50);
    }

    [Fact]
    public void What_is_not_whole_was_not_there()
    {
        var bytes = new MemoryStream();
        using var file = new SpoolFile(bytes);
        file.Add([1, 2, 3]);
        file.Add([4]);
        bytes.SetLength(bytes.Length - 1);
        file.Rewind();

        Assert.Equal([1, 2, 3], file.Next().ToArray());
        Assert.True(file.Next().IsEmpty);
    }

    [Fact]
    public void Nobody_else_finds_the_file()
    {
        using var file = SpoolFile.TryMake(_folder)!;
        file.Add(new byte[100_000]);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
        }
    }

    [Fact]
    public void Without_a_folder_nothing_is_kept()
    {
        Assert.Null(SpoolFile.TryMake(Path.Combine(_folder, "missing")));
        using var spool = new PassSpool(Judge(), file: null);
        spool.Add(Unchanged(1));

        Assert.Null(Take(spool, 1));
    }

    [Fact]
    public void Is_for_the_same_operations_with_the_same_code_alone()
    {
        using var spool = Spool();
        var same = spool.Judge.Pass;

        Assert.True(spool.IsFor(same with { }));
        Assert.False(spool.IsFor(Pass()));
        Assert.False(spool.IsFor(same with { Operations = same.Operations.Concat(same.Operations).ToValueList() }));
    }

    private PassSpool Spool(long most = PassSpool.MostBytes) => new(Judge(), SpoolFile.TryMake(_folder), most);

    private static PassJudge Judge() => new(Pass(), keyOrder: null, static () => { }, TimeProvider.System);

    private static ReshapePass Pass()
    {
        var operation = new TransformDocumentsOperation { Collection = "docs", Name = "code", Forward = static document => document };
        var planned = new PlannedOperation { Index = 0, Authored = operation, Effective = operation, Before = null, After = null, Loss = LossClass.Lossless };
        var step = new PlanStep { Migration = new MigrationId("test", "0001_m"), Store = "docs", Direction = Direction.Forward, Operations = [planned] };
        return new ReshapePass { Operations = [new PassOperation(step, planned, operation)], Server = null };
    }

    private static SpooledVerdict? Take(PassSpool spool, int id, string? text = null)
    {
        var document = Document(id, text ?? $$"""{"_id":{{id}}}""");
        return spool.Take(document.Key, document.Content.Fingerprint);
    }

    private static JudgedDocument Unchanged(int id) => new(Document(id, $$"""{"_id":{{id}}}"""), [StepCounts.Zero]);

    private static PassDocument Document(int id, string text) =>
        new(new DocumentKey(id.ToString(System.Globalization.CultureInfo.InvariantCulture)), id, text);
}
