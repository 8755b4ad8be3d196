using DocMigrate.Sql.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Building;

/// <summary>Declares operations on the tables of one store, in the order in which they run. Not thread-safe.</summary>
public sealed class SqlBuilder
{
    private readonly MigrationBuilder _migration;
    private readonly string _store;

    internal SqlBuilder(MigrationBuilder migration, string store)
    {
        _migration = migration;
        _store = store;
    }

    /// <summary>Creates a table.</summary>
    public SqlBuilder CreateTable(string table, Action<TableBuilder> build) => Add(new CreateTableOperation { Table = Build(table, build) });

    /// <summary>
    /// Says that a table is there already, made by something other than a migration. Only the columns that are named here can be changed by later
    /// operations; the others are left alone.
    /// </summary>
    public SqlBuilder ExistingTable(string table, Action<TableBuilder> build) =>
        Add(new DeclareTableOperation { Table = Build(table, build) with { Existing = true } });

    /// <summary>Stops managing a table, which stays in the database as it is.</summary>
    public SqlBuilder ForgetTable(string table) => Add(new ForgetTableOperation { Table = table });

    /// <summary>Drops a table. Its rows are kept aside for the way back.</summary>
    public SqlBuilder DropTable(string table) => Add(new DropTableOperation { Table = table });

    /// <summary>Renames a table, and what refers to it.</summary>
    public SqlBuilder RenameTable(string table, string newName) => Add(new RenameTableOperation { Table = table, NewName = newName });

    /// <summary>Adds a column.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="build">Says its type and the rest.</param>
    /// <param name="before">The column that it is put before; null (the default) to put it at the end.</param>
    public SqlBuilder AddColumn(string table, string column, Action<ColumnBuilder> build, string? before = null)
    {
        ArgumentNullException.ThrowIfNull(build);
        var builder = new ColumnBuilder(table, column);
        build(builder);
        return Add(new AddColumnOperation { Table = table, Column = builder.Build(), Fill = builder.FillText, Before = before });
    }

    /// <summary>Drops a column. Its values are kept aside for the way back.</summary>
    public SqlBuilder DropColumn(string table, string column) => Add(new DropColumnOperation { Table = table, Column = column });

    /// <summary>Renames a column, and what refers to it.</summary>
    public SqlBuilder RenameColumn(string table, string column, string newName) =>
        Add(new RenameColumnOperation { Table = table, Column = column, NewName = newName });

    /// <summary>Creates an index.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns in order.</param>
    /// <param name="unique">Whether no two rows may have the same values.</param>
    /// <param name="name">The name; null (the default) for <c>ix_</c>, the table and the columns.</param>
    public SqlBuilder CreateIndex(string table, ValueList<string> columns, bool unique = false, string? name = null) => Add(new CreateIndexOperation
    {
        Table = table,
        Index = new IndexState { Name = name ?? IndexState.DefaultName(table, columns), Columns = columns, Unique = unique },
    });

    /// <summary>Drops an index.</summary>
    public SqlBuilder DropIndex(string table, string name) => Add(new DropIndexOperation { Table = table, Index = name });

    /// <summary>Runs SQL. What it does to tables is not seen by the state.</summary>
    /// <param name="up">The statements that are run when the migration is applied.</param>
    /// <param name="down">The statements that undo them; null (the default) when there is no way back; empty when there is nothing to undo.</param>
    /// <param name="elidable">Whether <c>squashmigrations</c> leaves it out, because only a store that has data already needs it.</param>
    public SqlBuilder RunSql(string up, string? down = null, bool elidable = false) => Add(new RunSqlOperation { Up = up, Down = down, Elidable = elidable });

    private static TableState Build(string table, Action<TableBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        var builder = new TableBuilder(table);
        build(builder);
        return builder.Build();
    }

    private SqlBuilder Add(SqlOperation operation)
    {
        _migration.Add(_store, operation);
        return this;
    }
}
