using DocMigrate.Comparison;
using DocMigrate.Document.State;
using DocMigrate.Operations;

namespace DocMigrate.Document.Comparison;

/// <summary>Puts the comparers of the elements into an order that can be run.</summary>
internal static class SchemaComparer
{
    public static IReadOnlyList<MigrationOperation> Compare(DocumentSchema from, DocumentSchema to, ComparisonContext context)
    {
        var draft = new SchemaDraft(from, to, context);

        // Indexes go before the fields that they are over change, and come after; what is new comes before what is gone.
        CollectionComparer.Rename(draft);
        CollectionComparer.Create(draft);
        IndexComparer.Drop(draft);
        var questions = new OpenQuestions();
        foreach (var (current, wanted) in draft.CommonCollections)
        {
            var fields = new ReshapeDraft(wanted.Name, current.Shape);
            new FieldComparer(fields, new FieldNames(wanted.Name, context), questions).Compare(wanted.Shape);
            draft.AddRange(fields.Operations);
        }

        questions.RequireNone();

        CollectionComparer.Version(draft);
        IndexComparer.Create(draft);
        CollectionComparer.Drop(draft);
        return draft.Operations;
    }
}
