using System.Text.Json.Serialization;
using DocMigrate.Backends;
using DocMigrate.CodeGeneration;
using DocMigrate.Comparison;
using DocMigrate.Models;
using DocMigrate.Operations;
using DocMigrate.Sql.CodeGeneration;
using DocMigrate.Sql.Comparison;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.State;
using DocMigrate.State;

namespace DocMigrate.Sql;

/// <summary>The family of stores that hold tables.</summary>
public sealed class SqlStoreKind : IStoreKind
{
    private SqlStoreKind()
    {
    }

    /// <summary>The one instance.</summary>
    public static SqlStoreKind Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "tables";

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> OperationKinds { get; } =
    [
        new("createTable", typeof(CreateTableOperation)),
        new("dropTable", typeof(DropTableOperation)),
        new("renameTable", typeof(RenameTableOperation)),
        new("addColumn", typeof(AddColumnOperation)),
        new("dropColumn", typeof(DropColumnOperation)),
        new("renameColumn", typeof(RenameColumnOperation)),
        new("createIndex", typeof(CreateIndexOperation)),
        new("dropIndex", typeof(DropIndexOperation)),
        new("runSql", typeof(RunSqlOperation)),
        new("declareTable", typeof(DeclareTableOperation)),
        new("forgetTable", typeof(ForgetTableOperation)),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<JsonConverter> Converters { get; } = [];

    /// <inheritdoc/>
    public IOperationCodeWriter CodeWriter { get; } = new SqlCodeWriter();

    /// <inheritdoc/>
    public IStoreState BuildState(IReadOnlyList<EntityModel> entities) => SchemaBuilder.Build(entities);

    /// <inheritdoc/>
    public IReadOnlyList<MigrationOperation> Compare(IStoreState? from, IStoreState? to, ComparisonContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SchemaComparer.Compare(SqlSchema.Of(from), SqlSchema.Of(to), context);
    }
}
