using System.Text.Json;

namespace DocMigrate.Inspection;

/// <summary>What was found in one collection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Report">All of it, as <c>--json</c> prints it.</param>
/// <param name="Text">The same for a person: lines without a last line break.</param>
public sealed record InspectedPart(string Name, JsonElement Report, string Text);
