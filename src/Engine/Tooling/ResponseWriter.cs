using System.Text.Json;
using DocMigrate.Running;

namespace DocMigrate.Engine.Tooling;

/// <summary>Writes an inner host's answer, a line for each thing. Thread-safe.</summary>
internal sealed class ResponseWriter(TextWriter writer) : IRunObserver
{
    private readonly Lock _lock = new();

    public void OnEvent(RunEvent runEvent) => Write(new ToolResponse { Type = ToolResponseType.Event, Event = runEvent });

    public void WriteResult<T>(T result) =>
        Write(new ToolResponse { Type = ToolResponseType.Result, Result = JsonSerializer.SerializeToElement(result, ToolJson.Line) });

    public void WriteError(ToolError error) => Write(new ToolResponse { Type = ToolResponseType.Error, Error = error });

    private void Write(ToolResponse response)
    {
        var line = JsonSerializer.Serialize(response, ToolJson.Line);
        lock (_lock)
        {
            writer.WriteLine(line);
            writer.Flush();
        }
    }
}
