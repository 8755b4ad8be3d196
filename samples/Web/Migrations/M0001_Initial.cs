using DocMigrate;
using DocMigrate.Document.State;

namespace Web.Migrations;

/// <summary>The library as it opened, with three books.</summary>
[Migration("library", "0001_initial")]
public sealed class M0001_Initial : Migration
{
    public override void Build(MigrationBuilder migration)
    {
        migration.Sql("main", sql => sql
            .CreateTable("books", t => t
                .Column("id", c => c.Int32().Key().AutoIncrement())
                .Column("title", c => c.Text(200).NotNull())
                .Column("year", c => c.Int32().NotNull()))
            .RunSql(
                "INSERT INTO books (title, year) VALUES ('Middlemarch', 1871), ('Buddenbrooks', 1901), ('Ulysses', 1922)",
                "DELETE FROM books"));
        migration.Documents("reviews", "reviews", c => c
            .Create(f => f
                .Field("_id", FieldShape.String)
                .Field("bookId", FieldShape.Int32)
                .Field("by", FieldShape.String)
                .Field("stars", FieldShape.String.OrNull())
                .Field("text", FieldShape.String.OrNull())));
    }
}
