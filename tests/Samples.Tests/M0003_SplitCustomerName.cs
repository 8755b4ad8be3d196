using DocMigrate.Document.Operations;

namespace DocMigrate.Samples.Tests;

[Migration("shop", "0003_split_customer_name")]
public sealed class M0003_SplitCustomerName : Migration
{
    public override void Build(MigrationBuilder migration)
    {
        migration.DependsOn("0002_add_currency");
        migration.Sql("main", sql => sql
            .AddColumn("customers", "display_name", c => c.Text(200).NotNull().Default("")));
        migration.Documents("catalog", "customers", c => c
            .Split("name", into: ["firstName", "lastName"], separator: " ")
            .Rename("addr", "address")
            .Convert("age", FieldType.Int32, onError: OnError.Quarantine)
            .ForEach("orders", o => o.Rename("qty", "quantity")));
    }
}
