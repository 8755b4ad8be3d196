namespace DocMigrate.Document.Inference;

/// <summary>Keys that come from data: what stands under them is one path, written <c>{*}</c>.</summary>
/// <param name="Keys">What the keys look like.</param>
/// <param name="Entries">How many entries the objects have together.</param>
/// <param name="DistinctKeys">How many keys there are, about.</param>
/// <param name="MinEntries">The fewest entries of one object; null when the objects have other keys too.</param>
/// <param name="MaxEntries">The most; null likewise.</param>
/// <param name="Empty">How many objects have no key at all.</param>
/// <param name="Value">The values.</param>
internal sealed record InferredMap(TextPattern Keys, long Entries, long DistinctKeys, int? MinEntries, int? MaxEntries, long Empty, InferredValue Value);
