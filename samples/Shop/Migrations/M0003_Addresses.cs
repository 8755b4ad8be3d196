using DocMigrate;
using DocMigrate.Document.Operations;

namespace Shop.Migrations;

/// <summary>The address becomes an object of its own, and <c>mail</c> says what it is.</summary>
[Migration("shop", "0003_addresses")]
public sealed class M0003_Addresses : Migration
{
    public override void Build(MigrationBuilder migration)
    {
        migration.DependsOn("0002_names_and_currency");
        migration.Sql("main", sql => sql
            .RenameColumn("customers", "mail", "email")
            .CreateIndex("customers", ["email"], unique: true));
        migration.Documents("catalog", "profiles", c => c
            .Nest(["street", "city", "zip"], into: "address", onError: OnError.Keep)
            .CreateIndex(["address.city"]));
    }
}
