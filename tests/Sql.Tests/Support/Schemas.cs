using DocMigrate.Operations;
using DocMigrate.Sql.Building;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.Tests.Support;

/// <summary>Short ways to operations and schemas.</summary>
internal static class Schemas
{
    public static IReadOnlyList<MigrationOperation> Operations(Action<SqlBuilder> build) =>
        new MigrationBuilder(new MigrationId("shop", "0001_test")).Sql("main", build).ToDefinition().OperationsOn("main");

    public static SqlSchema After(Action<SqlBuilder> build, SqlSchema? before = null) => Apply(before ?? SqlSchema.Empty, Operations(build));

    public static SqlSchema Apply(SqlSchema schema, IEnumerable<MigrationOperation> operations) =>
        operations.Aggregate(schema, static (current, operation) => SqlSchema.Of(operation.Apply(current)));

    /// <summary>Customers and their orders.</summary>
    public static SqlSchema Shop() => After(sql => sql
        .CreateTable("customers", t => t
            .Column("id", c => c.Int64().Key()).Column("name", c => c.Text(100).NotNull()).Column("email", c => c.Text()).Index(["email"], unique: true))
        .CreateTable("orders", t => t
            .Column("id", c => c.Int64().Key()).Column("customer_id", c => c.Int64().NotNull().References("customers", "id")).Column("total", c => c.Decimal())));
}
