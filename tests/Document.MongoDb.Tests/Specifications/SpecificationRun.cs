namespace DocMigrate.Document.MongoDb.Tests.Specifications;

/// <summary>Runs the cases of one specification, and reports files, cases, passes and exclusions.</summary>
/// <param name="suite">The specification's name.</param>
/// <param name="exclusions">Cases that are not held, each with the reason. A case's name may end in <c>*</c>.</param>
internal sealed class SpecificationRun(string suite, IReadOnlyDictionary<string, string>? exclusions = null)
{
    private readonly IReadOnlyDictionary<string, string> _exclusions = exclusions ?? new Dictionary<string, string>();
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<string> _excluded = [];
    private readonly List<string> _failed = [];
    private int _passed;

    /// <summary>Runs one case. An excluded one is run too: when it passes, its exclusion is an error.</summary>
    public void Case(string file, string name, Action run)
    {
        _files.Add(file);
        var id = $"{file}: {name}";
        var exclusion = _exclusions.Keys.FirstOrDefault(key => key == id || (key.EndsWith('*') && id.StartsWith(key[..^1], StringComparison.Ordinal)));
        var failure = Record.Exception(run);
        if (exclusion is not null)
        {
            _used.Add(exclusion);
            (failure is null ? _failed : _excluded).Add(failure is null ? $"{id}: is excluded, and passes" : $"{id}: {_exclusions[exclusion]}");
        }
        else if (failure is not null)
        {
            _failed.Add($"{id}: {failure.GetType().Name}: {failure.Message}");
        }
        else
        {
            _passed++;
        }
    }

    /// <summary>Prints the report, and fails if a case failed or an exclusion excludes nothing.</summary>
    public void Finish()
    {
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"{suite}: {_files.Count} files, {_passed + _excluded.Count + _failed.Count} cases, {_passed} passed, {_excluded.Count} excluded, {_failed.Count} failed");
        foreach (var excluded in _excluded)
        {
            output.WriteLine($"  excluded {excluded}");
        }

        Assert.True(_failed.Count == 0, string.Join(Environment.NewLine, _failed));
        Assert.Empty(_exclusions.Keys.Except(_used));
    }
}
