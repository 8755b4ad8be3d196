using System.Reflection;

namespace DocMigrate.Engine.History;

/// <summary>Who runs, and with which version.</summary>
internal static class Actor
{
    /// <summary>For an entry that was rebuilt from journals, which do not say who.</summary>
    public const string Unknown = "unknown";

    public static string Current { get; } = $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>The version without the commit that a build may append.</summary>
    public static string ToolVersion { get; } =
        (typeof(Actor).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+')[0];
}
