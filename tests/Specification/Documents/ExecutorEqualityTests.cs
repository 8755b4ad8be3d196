using System.Reflection;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using DocMigrate.Planning;
using DocMigrate.Specification.Documents.Generation;
using DocMigrate.Specification.Documents.Harness;
using DocMigrate.Tests;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Specification.Documents;

/// <summary>
/// What the store does, by its own means or in process, is what the in-process executor does, on documents and chains made at random; and the way back gives
/// the documents again. A case that fails is made small and printed as a line, which is added to <c>OnceFailed.ndjson</c> when the fault is found.
/// </summary>
public abstract class ExecutorEqualityTests : DocumentSuite
{
    /// <summary>How many documents the cases that run in chunks have in one.</summary>
    private const int SmallChunk = 2;

    private const string Others = "others";

    private static readonly string[] s_onceFailed = ReadOnceFailed();

    public static TheoryData<int> OnceFailed => [.. Enumerable.Range(1, s_onceFailed.Length)];

    [Fact]
    public void Server_and_process_agree_forth_and_back() =>
        Check.One(
            Exploration.Of(Config.QuickThrowOnFailure.WithMaxTest(Cases).WithEndSize(1_000_000)),
            Prop.ForAll(Gen.Choose(1, int.MaxValue - 1).ToArbitrary(), seed =>
            {
                var made = new RandomCase(seed);
                VerifyAsync(new DocumentCase(made.Documents, made.Operations), Forms[seed % 5 == 0 ? Forms.Count - 1 : 0], seed % 3 == 0 ? SmallChunk : null, $"seed {seed}")
                    .GetAwaiter().GetResult();
                return true;
            }));

    [Theory]
    [MemberData(nameof(OnceFailed))]
    public async Task Agrees_on_a_case_that_once_failed(int line)
    {
        foreach (var form in Forms)
        {
            await VerifyAsync(DocumentCase.Parse(s_onceFailed[line - 1]), form, null, $"line {line} of OnceFailed.ndjson");
        }
    }

    /// <summary>How many cases are made. A store that takes long to be made anew has fewer.</summary>
    protected virtual int Cases => 2000;

    /// <summary>The order in which the store has the keys of every object; null where it keeps the one that they were written in.</summary>
    protected virtual IComparer<string>? KeyOrder => null;

    /// <summary>How many operations each part of a step has that is done as one, in the order of execution. A document that is quarantined is as it was before such a part.</summary>
    protected abstract IEnumerable<int> Parts(PlanStep step);

    private async Task VerifyAsync(DocumentCase made, string form, int? chunkSize, string origin)
    {
        if (!made.IsValid || !made.Operations.All(Takes) || await FailureAsync(made, form, chunkSize) is not { } failure)
        {
            return;
        }

        var small = await CaseShrinker.ShrinkAsync(made, async candidate => await FailureAsync(candidate, form, chunkSize) is not null);
        Assert.Fail($"{origin}, form '{form}', chunks of {chunkSize?.ToString() ?? "any size"}: {failure}\nSmaller, as a line for OnceFailed.ndjson:\n{small}\n{await FailureAsync(small, form, chunkSize)}");
    }

    /// <summary>What is wrong; null when all is well.</summary>
    private async Task<string?> FailureAsync(DocumentCase made, string form, int? chunkSize)
    {
        var documents = made.Documents.Select(Held).OfType<JObject>().ToList();
        await using var store = await OpenAsync(form);
        store.ChunkSize = chunkSize;
        try
        {
            if (chunkSize is not null)
            {
                // Somebody who writes all the time, though elsewhere: after its scan a pass that tells old from new looks at everything again.
                var written = 0;
                await store.FillAsync(Others, []);
                store.AfterCheckpoint = _ => store.InsertAsync(Others, $$"""{"_id":{{written++}}}""");
            }

            await store.FillAsync(Collection, documents.Select(static document => DocumentWriter.Write(document)));
            await store.ApplyAsync([.. made.Operations]);
            if (Difference("forth", InProcess(documents, store.LastStep(Direction.Forward)), await store.DocumentsAsync(Collection)) is { } forth)
            {
                return forth;
            }

            await store.RevertAsync();
            var left = await store.QuarantinedAsync();
            return Difference("and back", documents, await store.DocumentsAsync(Collection))
                ?? (left.Count == 0 ? null : $"documents are still on the quarantine list after the way back: {string.Join("; ", left)}");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return error.ToString();
        }
    }

    private List<JObject> InProcess(List<JObject> before, PlanStep step)
    {
        var documents = before.ToList();
        var quarantined = new HashSet<int>();
        var position = 0;
        foreach (var count in Parts(step))
        {
            var pipeline = new ReshapePipeline([.. step.Operations.Skip(position).Take(count).Select(static operation => (ReshapeOperation)operation.Effective!)], keyOrder: KeyOrder);
            position += count;
            for (var i = 0; i < documents.Count; i++)
            {
                if (quarantined.Contains(i))
                {
                    continue;
                }

                var outcome = pipeline.Apply(documents[i]);
                documents[i] = (JObject)(Held(outcome.Document) ?? outcome.Document);
                if (outcome.Misfit is not null)
                {
                    quarantined.Add(i);
                }
            }
        }

        return documents;
    }

    private string? Difference(string where, List<JObject> expected, List<JObject> actual)
    {
        if (expected.Count != actual.Count)
        {
            return $"{where}: {actual.Count} documents instead of {expected.Count}";
        }

        for (var i = 0; i < actual.Count; i++)
        {
            if (Held(expected[i]) is { } held && !DocumentEquality.AnyOrder.Same(held, actual[i]))
            {
                return $"{where}, document {i}:\nexpected {DocumentWriter.Write(held)}\nactual   {DocumentWriter.Write(actual[i])}";
            }
        }

        return null;
    }

    private static string[] ReadOnceFailed()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("OnceFailed.ndjson")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
