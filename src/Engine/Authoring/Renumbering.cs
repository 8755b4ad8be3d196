using System.Globalization;
using System.Text.RegularExpressions;
using DocMigrate.Engine.CodeGeneration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Authoring;

/// <summary>Puts one branch of a module behind another: by numbers, names and dependencies in the files, and nothing else in them.</summary>
internal sealed class Renumbering(MigrationFolder folder, MigrationCatalog catalog, MigrationGraph graph)
{
    private readonly MigrationSources _sources = new(folder, catalog);

    /// <summary>What is to be changed for it.</summary>
    /// <param name="leaf">The latest migration of the branch that stays.</param>
    /// <param name="branches">The other branches, each in its order; they come one behind the other.</param>
    /// <exception cref="ConfigurationException">A file can't be found, or does not name what is renamed in plain words.</exception>
    public IReadOnlyList<FileEdit> Plan(MigrationId leaf, IReadOnlyList<IReadOnlyList<MigrationId>> branches)
    {
        var names = Names(leaf, branches.SelectMany(static branch => branch));
        var edits = new SortedDictionary<MigrationId, FileEdit>();
        foreach (var id in names.Keys)
        {
            edits.Add(id, Renamed(id, names[id]));
        }

        foreach (var (migration, file) in _sources.Naming([.. names.Keys]))
        {
            var edit = edits.GetValueOrDefault(migration.Id) ?? new FileEdit(migration.Id, file, file, migration);
            edits[migration.Id] = edit with
            {
                After = edit.After with { Text = WithNames(migration, edit.After.Text, names) },
                Definition = WithNames(migration, names),
            };
        }

        var below = leaf;
        foreach (var branch in branches)
        {
            foreach (var root in branch.Where(id => !graph.Parents(id).Any(branch.Contains)))
            {
                edits[root] = OnTopOf(root, below, edits[root]);
            }

            below = names[branch[^1]];
        }

        return [.. edits.Values];
    }

    private Dictionary<MigrationId, MigrationId> Names(MigrationId leaf, IEnumerable<MigrationId> ids)
    {
        var names = new Dictionary<MigrationId, MigrationId>();
        var number = leaf.Number ?? 0;
        foreach (var id in ids)
        {
            var digits = id.Name.TakeWhile(char.IsAsciiDigit).Count();
            number++;
            names.Add(id, digits == 0 ? id : id with { Name = number.ToString("D" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + id.Name[digits..] });
        }

        foreach (var (old, name) in names.Where(pair => pair.Key != pair.Value && !names.ContainsKey(pair.Value) && (catalog.Find(pair.Value) is not null || File.Exists(folder.PathOf(pair.Value)))))
        {
            throw new ConfigurationException(
                AuthoringErrors.FileExists, $"'{old}' would become '{name}', which is there already.", "Give one of them another name.");
        }

        return names;
    }

    private FileEdit Renamed(MigrationId id, MigrationId name)
    {
        var file = _sources.Locate(id);
        var text = MigrationSources.Attribute(id).Replace(file.Text, match => match.Groups[1].Value + name.Name + match.Groups[3].Value);
        var (from, to) = (Identifier.OfMigration(id.Name), Identifier.OfMigration(name.Name));
        if (catalog.ClassOf(id)?.Name == from && !_sources.IsMentionedElsewhere(from, file))
        {
            text = Regex.Replace(text, $@"\b{Regex.Escape(from)}\b", to, RegexOptions.CultureInvariant);
        }

        var path = Path.GetFileName(file.Path) == id.Name + ".cs" ? Path.Combine(Path.GetDirectoryName(file.Path)!, name.Name + ".cs") : file.Path;
        return new FileEdit(id, file, file with { Path = path, Text = text }, catalog.Find(id)! with { Id = name });
    }

    private static MigrationDefinition WithNames(MigrationDefinition migration, Dictionary<MigrationId, MigrationId> names)
    {
        ValueList<MigrationId> Renamed(ValueList<MigrationId> ids) => ids.Select(id => names.GetValueOrDefault(id, id)).ToValueList();
        return migration with
        {
            Id = names.GetValueOrDefault(migration.Id, migration.Id),
            Dependencies = Renamed(migration.Dependencies),
            CommutesWith = Renamed(migration.CommutesWith),
            Replaces = Renamed(migration.Replaces),
        };
    }

    // All at once: one migration's new name may be another one's old name.
    private static string WithNames(MigrationDefinition migration, string text, Dictionary<MigrationId, MigrationId> names)
    {
        var met = new HashSet<MigrationId>();
        var call = new Regex(@"\b(?:DependsOn|CommutesWith|Replaces)\s*\((?<arguments>[^()]*)\)", RegexOptions.CultureInvariant);
        var literal = new Regex(@"(?:""(?<module>[^""]*)""\s*,\s*)?""(?<name>[^""]*)""", RegexOptions.CultureInvariant);
        var single = new Regex(@"""(?<name>[^""]*)""", RegexOptions.CultureInvariant);
        var changed = call.Replace(text, match =>
        {
            var several = match.Value.StartsWith("Replaces", StringComparison.Ordinal);
            return (several ? single : literal).Replace(match.Value, argument =>
            {
                var module = argument.Groups["module"] is { Success: true } named ? named.Value : migration.Id.Module;
                var old = new MigrationId(module, argument.Groups["name"].Value);
                if (!names.TryGetValue(old, out var name))
                {
                    return argument.Value;
                }

                met.Add(old);
                return argument.Value[..(argument.Groups["name"].Index - argument.Index)] + name.Name + "\"";
            });
        });
        foreach (var missing in migration.Dependencies.Concat(migration.CommutesWith).Concat(migration.Replaces).Where(id => names.ContainsKey(id) && !met.Contains(id)))
        {
            throw NotPlain(migration.Id, missing);
        }

        return changed;
    }

    private FileEdit OnTopOf(MigrationId root, MigrationId below, FileEdit edit)
    {
        var file = edit.After;
        var parents = graph.Parents(root).Where(parent => parent.Module == root.Module).ToArray();
        if (parents.Length == 0)
        {
            throw new ConfigurationException(
                AuthoringErrors.NotPlain, $"'{root}' depends on no migration of its module, so there is nothing in '{file.Path}' to lead to '{below}'.",
                $"Write in its Build method: migration.DependsOn(\"{below.Name}\");");
        }

        var call = new Regex($@"(\bDependsOn\s*\(\s*(?:""{Regex.Escape(root.Module)}""\s*,\s*)?"")({Regex.Escape(parents[^1].Name)})(""\s*\))", RegexOptions.CultureInvariant);
        return call.IsMatch(file.Text)
            ? edit with
            {
                After = file with { Text = call.Replace(file.Text, match => match.Groups[1].Value + below.Name + match.Groups[3].Value, 1) },
                Definition = edit.Definition with { Dependencies = edit.Definition.Dependencies.Select(id => id == parents[^1] ? below : id).ToValueList() },
            }
            : throw NotPlain(root, parents[^1]);
    }

    private static ConfigurationException NotPlain(MigrationId id, MigrationId named) => new(
        AuthoringErrors.NotPlain, $"The file of '{id}' names '{named}', but not as a text that can be replaced.",
        "Write the name out, as in migration.DependsOn(\"0002_prices\"), and run again.");
}
