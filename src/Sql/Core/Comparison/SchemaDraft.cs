using DocMigrate.Comparison;
using DocMigrate.Operations;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Comparison;

/// <summary>A comparison under way: the operations so far, and the schema that they lead to. Not thread-safe.</summary>
internal sealed class SchemaDraft(SqlSchema from, SqlSchema wanted, ComparisonContext context)
{
    private readonly List<MigrationOperation> _operations = [];

    /// <summary>What the operations so far lead to.</summary>
    public SqlSchema Current { get; private set; } = from;

    public SqlSchema Wanted { get; } = wanted;

    public ComparisonContext Context { get; } = context;

    public IReadOnlyList<MigrationOperation> Operations => _operations;

    /// <summary>The tables that both have, as they are now and as they should be.</summary>
    public IEnumerable<(TableState Current, TableState Wanted)> CommonTables =>
        from wantedTable in Wanted.Tables
        let current = Current.FindTable(wantedTable.Name)
        where current is not null
        select (current, wantedTable);

    public void Add(SqlOperation operation)
    {
        Current = SqlSchema.Of(operation.Apply(Current));
        _operations.Add(operation);
    }
}
