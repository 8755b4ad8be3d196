using DocMigrate.Comparison;
using DocMigrate.Engine.Models;
using DocMigrate.Models;
using DocMigrate.State;

namespace DocMigrate.Engine.Detection;

/// <summary>What the model classes ask for. Immutable.</summary>
internal sealed record WantedState
{
    /// <summary>The states of the stores.</summary>
    public required ProjectState State { get; init; }

    /// <summary>The renames that the models state, those of entities first. One whose old name is gone says nothing any more.</summary>
    public required ValueList<StoreRename> Renames { get; init; }

    /// <exception cref="Errors.ConfigurationException">A model can't be represented in its store.</exception>
    public static WantedState Of(IReadOnlyList<EntityModel> models, IReadOnlyList<DetectionStore> stores)
    {
        var state = ProjectState.Empty;
        foreach (var store in stores)
        {
            EntityModel[] own = [.. models.Where(model => model.Store == store.Name)];
            state = own.Length == 0 ? state : state.With(store.Name, store.Kind.BuildState(own));
        }

        var entities = models
            .Where(static model => model.RenamedFrom is { } old && old != model.Name)
            .Select(static model => new StoreRename(model.Store, new RenameHint(null, model.RenamedFrom!, model.Name)));
        var properties = models.SelectMany(static model => Inside(model.Properties, "")
            .Select(rename => new StoreRename(model.Store, new RenameHint(model.Name, rename.From, rename.To))));
        return new WantedState { State = state, Renames = entities.Concat(properties).ToValueList() };
    }

    // Outer renames come before inner ones, and inner ones have the outer's new name on both sides.
    private static IEnumerable<(string From, string To)> Inside(ValueList<PropertyModel> properties, string prefix)
    {
        foreach (var property in properties)
        {
            if (property.RenamedFrom is { } old && old != property.Name)
            {
                yield return (prefix + old, prefix + property.Name);
            }

            foreach (var value in ModelPaths.Values(property.Type).Where(static value => value.RenamedFrom is not null && value.RenamedFrom != value.Name))
            {
                yield return ($"{prefix}{property.Name}.{value.RenamedFrom}", $"{prefix}{property.Name}.{value.Name}");
            }

            foreach (var inner in Inside(ModelPaths.Inside(property.Type), $"{prefix}{property.Name}."))
            {
                yield return inner;
            }
        }
    }
}
