using DocMigrate;
using DocMigrate.Document.State;

namespace Shop.Migrations;

/// <summary>The shop as it started: text where numbers would do, and everything in one level.</summary>
[Migration("shop", "0001_initial")]
public sealed class M0001_Initial : Migration
{
    public override void Build(MigrationBuilder migration)
    {
        migration.Sql("main", sql => sql
            .CreateTable("customers", t => t
                .Column("id", c => c.Int32().Key().AutoIncrement())
                .Column("mail", c => c.Text(200).NotNull())
                .Column("joined_on", c => c.Date().NotNull()))
            .CreateTable("orders", t => t
                .Column("id", c => c.Int32().Key().AutoIncrement())
                .Column("customer_id", c => c.Int32().NotNull())
                .Column("placed_at", c => c.DateTime().NotNull())
                .Column("status", c => c.Text(20))
                .Column("sum", c => c.Decimal().NotNull())
                .ForeignKey("customer_id", "customers", "id")
                .Index(["customer_id"])));
        migration.Documents("catalog", "profiles", c => c
            .Create(f => f
                .Field("_id", FieldShape.Int32)
                .Field("name", FieldShape.String.OrNull())
                .Field("street", FieldShape.String.OrNull())
                .Field("city", FieldShape.String.OrNull())
                .Field("zip", FieldShape.String.OrNull())
                .Field("phone", FieldShape.String.OrNull())
                .Field("tags", FieldShape.List(FieldShape.String).OrNull())));
        migration.Documents("catalog", "products", c => c
            .Create(f => f
                .Field("_id", FieldShape.String)
                .Field("title", FieldShape.String.OrNull())
                .Field("price", FieldShape.String.OrNull())
                .Field("stock", FieldShape.Map(FieldShape.Object(level => level
                    .Field("quantity", FieldShape.Int32)
                    .Field("shelf", FieldShape.String.OrNull()))).OrNull())
                .Field("reviews", FieldShape.List(FieldShape.Object(review => review
                    .Field("author", FieldShape.String.OrNull())
                    .Field("stars", FieldShape.Int32.OrNull()))).OrNull())));
    }
}
