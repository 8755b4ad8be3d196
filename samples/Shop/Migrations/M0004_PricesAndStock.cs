using DocMigrate;
using DocMigrate.Document.Operations;

namespace Shop.Migrations;

/// <summary>Prices become numbers, and the stock a list that can be searched. What is no price is listed for a person to look at.</summary>
[Migration("shop", "0004_prices_and_stock")]
public sealed class M0004_PricesAndStock : Migration
{
    public override void Build(MigrationBuilder migration)
    {
        migration.DependsOn("0003_addresses");
        migration.Sql("main", sql => sql
            .RenameColumn("orders", "sum", "total"));
        migration.Documents("catalog", "products", c => c
            .Convert("price", FieldType.Double, onError: OnError.Quarantine)
            .MapToArray("stock", keyField: "warehouse", onError: OnError.Keep)
            .ForEach("reviews", r => r.Rename("stars", "rating"), onError: OnError.Keep));
    }
}
