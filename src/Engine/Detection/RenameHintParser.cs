using DocMigrate.Comparison;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Models;
using DocMigrate.Errors;
using DocMigrate.Models;

namespace DocMigrate.Engine.Detection;

/// <summary>Reads what <c>--rename</c> says.</summary>
/// <param name="models">The models: they have the new names.</param>
/// <remarks>
/// <c>customers=clients</c> renames a table or collection; <c>clients.name=full_name</c> a column or field, the entity by its new or its old
/// name; <c>clients.address.str=street</c> a field inside another, where the right side may repeat the path. <c>catalog:</c> before it names
/// the store; <c>clients.state.gold=premium</c> a text that a field may be. With nothing on the right it says that nothing took the old one's place.
/// Names are as stored.
/// </remarks>
internal sealed class RenameHintParser(IReadOnlyList<EntityModel> models)
{
    private const string Option = "--rename";

    /// <exception cref="ConfigurationException">One can't be read, fits nothing, or fits several things.</exception>
    public ValueList<StoreRename> Parse(IReadOnlyList<string> texts)
    {
        AnswerSyntax[] answers =
        [
            .. texts.Select(text => AnswerSyntax.Parse(Option, text, "customers.name=full_name", models.Select(static model => model.Store))),
        ];
        var entities = answers.ToDictionary(static answer => answer, answer => Entities(answer).ToArray());
        var oldNames = models
            .Where(static model => model.RenamedFrom is not null)
            .Select(static model => new StoreRename(model.Store, new RenameHint(null, model.RenamedFrom!, model.Name)))
            .Concat(entities.Values.SelectMany(static found => found))
            .ToArray();
        return answers.Select(answer => One(answer, [.. entities[answer], .. Properties(answer, oldNames)])).Distinct().ToValueList();
    }

    private IEnumerable<StoreRename> Entities(AnswerSyntax answer) => Candidates(answer)
        .Where(model => model.Name == answer.Right && answer.Left != answer.Right && !StartsWithEntity(answer.Left))
        .Select(model => new StoreRename(model.Store, new RenameHint(null, answer.Left, model.Name)));

    private IEnumerable<StoreRename> Properties(AnswerSyntax answer, StoreRename[] oldNames)
    {
        foreach (var model in Candidates(answer))
        {
            IEnumerable<string> names =
            [
                model.Name,
                .. oldNames.Where(rename => rename.Store == model.Store && rename.Hint.To == model.Name).Select(static rename => rename.Hint.From),
            ];
            foreach (var name in names.Where(name => answer.Left.StartsWith(name + ".", StringComparison.Ordinal)))
            {
                var from = answer.Left[(name.Length + 1)..];
                if (Target(model, from, answer.Right) is { } to && to != from)
                {
                    yield return new StoreRename(model.Store, new RenameHint(model.Name, from, to));
                }
            }
        }
    }

    /// <summary>The new path: as it stands, or beside the old one, or with the entity's name before it.</summary>
    private static string? Target(EntityModel model, string from, string right)
    {
        if (right.Length == 0)
        {
            return "";
        }

        var dot = from.LastIndexOf('.');
        var beside = dot < 0 ? right : $"{from[..dot]}.{right}";
        var bare = right.StartsWith(model.Name + ".", StringComparison.Ordinal) ? right[(model.Name.Length + 1)..] : right;
        var inside = ModelPaths.All(model.Properties).Where(path => from.StartsWith(path + ".", StringComparison.Ordinal)).Select(path => $"{path}.{right}");
        return inside.Append(beside).Append(right).Append(bare).FirstOrDefault(path => ModelPaths.Has(model.Properties, path));
    }

    private IEnumerable<EntityModel> Candidates(AnswerSyntax answer) => models.Where(model => answer.Store is null || model.Store == answer.Store);

    private bool StartsWithEntity(string left) => models.Any(model => left.StartsWith(model.Name + ".", StringComparison.Ordinal));

    private StoreRename One(AnswerSyntax answer, StoreRename[] found)
    {
        if (found.Length == 1)
        {
            return found[0];
        }

        if (found.Length > 1)
        {
            throw new ConfigurationException(
                DetectionErrors.AmbiguousAnswer,
                $"'{Option} {answer.Text}' fits something in each of the stores {Suggest.List(found.Select(static rename => rename.Store).Distinct())}.",
                $"Name the store before it: {Option} {found[0].Store}:{answer.Text}");
        }

        EntityModel[] named = [.. Candidates(answer).Where(model => answer.Left.StartsWith(model.Name + ".", StringComparison.Ordinal))];
        var message = named.Length > 0
            ? $"The model of '{named[0].Name}' has no '{answer.Right}' to rename to.{Suggest.DidYouMean(answer.Right, ModelPaths.All(named[0].Properties))} It has: {Suggest.List(ModelPaths.All(named[0].Properties))}."
            : $"No table or collection that it names is in the models.{Suggest.DidYouMean(answer.Left.Split('.')[0], Names(answer))} There are: {Suggest.List(Names(answer))}.";
        throw new ConfigurationException(
            DetectionErrors.UnknownName,
            $"'{Option} {answer.Text}' fits nothing. {message}",
            $"Write the old name on the left and the new one, which the models have, on the right: {Option} customers.name=full_name, or {Option} customers=clients.");
    }

    private IEnumerable<string> Names(AnswerSyntax answer) => Candidates(answer).Select(static model => model.Name).Distinct();
}
