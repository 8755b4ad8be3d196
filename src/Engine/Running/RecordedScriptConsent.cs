using DocMigrate.Planning;

namespace DocMigrate.Engine.Running;

/// <summary>Which statements out of the history may be run: whoever can write to the history's tables could have put them there. Immutable.</summary>
public sealed record RecordedScriptConsent
{
    private readonly bool _all;
    private readonly ValueList<RecordedScript> _scripts;

    private RecordedScriptConsent(bool all, ValueList<RecordedScript> scripts)
    {
        _all = all;
        _scripts = scripts;
    }

    /// <summary>None: a plan that has any is refused.</summary>
    public static RecordedScriptConsent None { get; } = new(false, []);

    /// <summary>Whatever there is. For a database whose history only DocMigrate writes.</summary>
    public static RecordedScriptConsent All { get; } = new(true, []);

    /// <summary>Those that somebody has looked at, as in <see cref="MigrationPlan.RecordedScripts"/>. Any other is refused.</summary>
    public static RecordedScriptConsent To(IEnumerable<RecordedScript> scripts) => new(false, scripts.ToValueList());

    internal bool Covers(RecordedScript script) => _all || _scripts.Contains(script);
}
