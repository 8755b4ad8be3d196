using Newtonsoft.Json.Linq;

namespace DocMigrate.Hosting.Tests.Support;

/// <summary>A migration that stops at a document in its pass until it is let through.</summary>
internal sealed class Gate : IDisposable
{
    private readonly ManualResetEventSlim _open = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    /// <param name="documents">How many documents there are: preflight sees each once, before the pass. The pass calls the code again, because the database adds a field in between.</param>
    public Gate(int documents) => Migration = Application.Define("shop.0002_gate", migration => migration.Documents("docs", "items", c => c
        .Add("checked", false).Transform("gate", item => Pass(item, documents), static item => item)));

    public MigrationDefinition Migration { get; }

    /// <summary>The pass has come to the gate.</summary>
    public Task Reached => _reached.Task;

    public void Open() => _open.Set();

    public void Dispose() => _open.Dispose();

    private JObject Pass(JObject item, int documents)
    {
        if (Interlocked.Increment(ref _calls) > documents)
        {
            _reached.TrySetResult();
            _open.Wait(TimeSpan.FromMinutes(1));
        }

        item["passed"] = true;
        return item;
    }
}
