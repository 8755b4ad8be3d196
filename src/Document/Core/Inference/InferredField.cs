namespace DocMigrate.Document.Inference;

/// <summary>A key of the objects of a path.</summary>
/// <param name="Name">The key.</param>
/// <param name="Present">How many objects have it.</param>
/// <param name="Share">Which part of the objects that is, from 0 to 1.</param>
/// <param name="Approximate">Whether some may have been missed, because there were very many keys.</param>
/// <param name="Value">Its values.</param>
internal sealed record InferredField(string Name, long Present, double Share, bool Approximate, InferredValue Value);
