using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DocMigrate.Hosting.Tests.Support;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordingLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = [];

    public IReadOnlyList<LogLine> All => [.. _lines];

    /// <summary>The lines of DocMigrate.</summary>
    public IReadOnlyList<LogLine> Lines => [.. _lines.Where(static line => line.Category == "DocMigrate")];

    public IEnumerable<int> Ids => Lines.Select(static line => line.Event.Id);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new LogLine(category, logLevel, eventId, formatter(state, exception), exception));
    }
}
