using System.Text.Json;

namespace DocMigrate.Inspection;

/// <summary>How far one collection is from its state.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Drifted">Whether there is anything to say.</param>
/// <param name="Report">All of it, as <c>--json</c> prints it.</param>
/// <param name="Text">The same for a person: lines without a last line break.</param>
public sealed record DriftPart(string Name, bool Drifted, JsonElement Report, string Text);
