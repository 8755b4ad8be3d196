using Microsoft.Extensions.Logging;

namespace DocMigrate.Hosting.Tests.Support;

internal sealed record LogLine(string Category, LogLevel Level, EventId Event, string Text, Exception? Error);
