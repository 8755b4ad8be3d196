using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>The classes that the documents of one class may be of. Immutable.</summary>
/// <param name="Discriminator">The field that says which.</param>
/// <param name="Types">The classes, without the one itself.</param>
internal sealed record Variants(PropertyModel Discriminator, ValueList<Type> Types);
