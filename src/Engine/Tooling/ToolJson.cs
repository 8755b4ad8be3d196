using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DocMigrate.Running;

namespace DocMigrate.Engine.Tooling;

/// <summary>How requests, responses and reports become JSON: camelCase names, enums by name in camelCase. Thread-safe.</summary>
public static class ToolJson
{
    private static readonly (Type Type, string Name)[] Events =
    [
        (typeof(LockWaitEvent), "lockWait"),
        (typeof(RunStartedEvent), "runStarted"),
        (typeof(PreflightEvent), "preflight"),
        (typeof(StepStartedEvent), "stepStarted"),
        (typeof(OperationStartedEvent), "operationStarted"),
        (typeof(ProgressEvent), "progress"),
        (typeof(PausedEvent), "paused"),
        (typeof(StepCompletedEvent), "stepCompleted"),
        (typeof(StepFailedEvent), "stepFailed"),
        (typeof(MigrationCompletedEvent), "migrationCompleted"),
        (typeof(WarningEvent), "warning"),
    ];

    /// <summary>The options for what crosses between the tool and its inner host, one line each. Events carry their kind as <c>kind</c>.</summary>
    public static JsonSerializerOptions Line { get; } = Create(indented: false);

    /// <summary>The same, indented: what <c>--json</c> prints.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    private static JsonSerializerOptions Create(bool indented)
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(static type =>
        {
            if (type.Type != typeof(RunEvent))
            {
                return;
            }

            type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "kind" };
            foreach (var (derived, name) in Events)
            {
                type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(derived, name));
            }
        });
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            TypeInfoResolver = resolver,
            WriteIndented = indented,
            // Nothing here is written into HTML; "<" and "'" in SQL stay readable.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new MigrationIdJsonConverter() },
        };
        options.MakeReadOnly();
        return options;
    }
}
