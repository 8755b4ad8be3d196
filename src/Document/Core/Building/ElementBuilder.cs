using DocMigrate.Document.Operations;

namespace DocMigrate.Document.Building;

/// <summary>Declares operations on each element of an array. Not thread-safe.</summary>
public sealed class ElementBuilder : ReshapeBuilder<ElementBuilder>
{
    internal ElementBuilder(Action<DocumentOperation> add)
        : base("", add)
    {
    }
}
