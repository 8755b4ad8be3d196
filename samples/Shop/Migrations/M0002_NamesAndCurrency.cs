using DocMigrate;
using DocMigrate.Document.Operations;

namespace Shop.Migrations;

/// <summary>Letters begin with a first name, and the shop sells abroad.</summary>
[Migration("shop", "0002_names_and_currency")]
public sealed class M0002_NamesAndCurrency : Migration
{
    public override void Build(MigrationBuilder migration)
    {
        migration.DependsOn("0001_initial");
        migration.Sql("main", sql => sql
            .AddColumn("orders", "currency", c => c.Text(3).NotNull().Default("EUR")));
        migration.Documents("catalog", "profiles", c => c
            .Split("name", into: ["firstName", "lastName"], separator: " ", onError: OnError.Keep));
    }
}
