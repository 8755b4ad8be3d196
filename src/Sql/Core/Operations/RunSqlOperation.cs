using System.Diagnostics;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Operations;

/// <summary>Runs SQL as the author wrote it. The state does not change: what the SQL does to tables is not seen.</summary>
[DebuggerDisplay("{Up}")]
public sealed record RunSqlOperation : SqlOperation
{
    /// <summary>The statements that are run when it is applied, separated by semicolons.</summary>
    public required string Up { get; init; }

    /// <summary>The statements that undo it; null (the default) when there is no way back; empty when there is nothing to undo.</summary>
    public string? Down { get; init; }

    /// <summary>Whether <c>squashmigrations</c> leaves it out, because only a store that has data already needs it. Default false.</summary>
    public bool Elidable { get; init; }

    /// <inheritdoc/>
    public override string NameFragment => "run_sql";

    /// <inheritdoc/>
    public override string? Script => Up;

    /// <inheritdoc/>
    public override string Describe() => $"Run SQL: {Summary(Up)}";

    /// <summary>Forwards lossless, as far as can be known; backwards irreversible without <see cref="Down"/>.</summary>
    public override LossClass Loss(Direction direction) =>
        direction == Direction.Backward && Down is null ? LossClass.Irreversible : LossClass.Lossless;

    /// <inheritdoc/>
    public override bool IsElidable() => Elidable;

    private protected override SqlSchema ApplyTo(SqlSchema schema) => schema;

    private protected override SqlOperation? ReverseFrom(SqlSchema before) => Down is null ? null : this with { Up = Down, Down = Up };

    private static string Summary(string sql)
    {
        var line = string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length switch
        {
            0 => "nothing",
            <= 60 => line,
            _ => line[..59] + "…",
        };
    }
}
