using System.Text.Json.Serialization;
using DocMigrate.State;

namespace DocMigrate.Operations;

/// <summary>
/// One declarative change to one store. Immutable; compared by value. It knows its effect on the state, its reverse and what it
/// loses in each direction, and nothing of any database: backends compile it.
/// </summary>
/// <remarks>
/// Derived types are <c>sealed record</c>s named <c>VerbNounOperation</c> with <c>required init</c> properties that serialise to JSON. They
/// are registered as an <see cref="OperationKind"/> by their <see cref="Backends.IStoreKind"/>.
/// </remarks>
public abstract record MigrationOperation
{
    private readonly Remark _note;

    /// <summary>What it does, in words for a person, as in <c>Add column currency to orders</c>. No final full stop.</summary>
    public abstract string Describe();

    /// <summary>A part of a migration's file name, in lower case with underscores, as in <c>orders_currency</c>.</summary>
    public abstract string NameFragment { get; }

    /// <summary>
    /// The statements by hand that a store runs as they stand: SQL. Null for operations that DocMigrate writes the statements of. Where it comes
    /// out of the history and not out of the code, a person is asked before it is run.
    /// </summary>
    public virtual string? Script => null;

    /// <summary>The name of the C# code that it needs and does not have, because it was read from the history; null when it can be run.</summary>
    public virtual string? MissingCode => null;

    /// <summary>What a person should look at before it is run, in full sentences; null (the default) for nothing. Stated by whoever made it; no part of equality, and not recorded.</summary>
    [JsonIgnore]
    public string? Note
    {
        get => _note.Text;
        init => _note = new Remark(value);
    }

    /// <summary>What whoever runs it must have seen to before; null (the default) for nothing. A full sentence: a plan shows it.</summary>
    [JsonIgnore]
    public virtual string? Warning => null;

    /// <summary>What it loses when it is run in <paramref name="direction"/>. <see cref="LossClass.Irreversible"/> backwards means that it can't go back.</summary>
    public abstract LossClass Loss(Direction direction);

    /// <summary>The state after it.</summary>
    /// <param name="state">The store's state before it; null for a store that nothing has touched yet.</param>
    /// <exception cref="Errors.StateException">It does not fit the state: a column that is not there, a table that is.</exception>
    public abstract IStoreState Apply(IStoreState? state);

    /// <summary>
    /// The operation that undoes it, to be run on the state after it. The data that either takes away is kept aside under the
    /// operation's place in its migration and brought back by the other.
    /// </summary>
    /// <param name="before">The state before this operation was applied, which says what a dropped thing was.</param>
    /// <returns>Null when there is no way back.</returns>
    public abstract MigrationOperation? Reverse(IStoreState? before);

    /// <summary>What it changes and relies on. By it the order of operations is judged: two that touch nothing in common may change places.</summary>
    /// <returns>Its subject first, and the new name of a renamed one last. Default: everything in the store.</returns>
    public virtual ValueList<OperationTouch> Touches() => [OperationTouch.Everything];

    /// <summary>
    /// What it and a later operation on the same store come to. What takes their place must give the same state, and the same data whatever data there is;
    /// an answer that is right only for data that nobody has is wrong.
    /// </summary>
    /// <param name="next">The later operation; between them is nothing that touches what they touch.</param>
    /// <returns>Default: <see cref="Reduction.Pass"/> when they touch nothing in common, else <see cref="Reduction.Barrier"/>.</returns>
    public virtual Reduction Reduce(MigrationOperation next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return Touches().Any(touch => next.Touches().Any(touch.Overlaps)) ? Reduction.Barrier : Reduction.Pass;
    }

    /// <summary>
    /// Whether it relies on every document being where the history says, as a unique index does: a run refuses to apply it while documents of its subject are in quarantine or
    /// late. Says nothing about the way back. Default false.
    /// </summary>
    [JsonIgnore]
    public virtual bool Tightens => false;

    /// <summary>Whether it is of no use to a store that gets all migrations at once, so that squashing leaves it out. Default false.</summary>
    public virtual bool IsElidable() => false;
}
