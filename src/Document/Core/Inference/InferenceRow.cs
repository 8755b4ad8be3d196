namespace DocMigrate.Document.Inference;

/// <summary>A line of the tree.</summary>
/// <param name="Label">The key, indented.</param>
/// <param name="Presence">Which part of the objects has it; empty when all have.</param>
/// <param name="Description">What its values are.</param>
/// <param name="IsNote">Whether it is only a label, over the whole width.</param>
internal sealed record InferenceRow(string Label, string Presence, string Description, bool IsNote = false)
{
    public static InferenceRow Note(string text) => new(text, "", "", IsNote: true);
}
