using DocMigrate;
using DocMigrate.Document.Operations;

namespace Web.Migrations;

/// <summary>Books have a language, and stars are a number.</summary>
[Migration("library", "0002_languages_and_stars")]
public sealed class M0002_LanguagesAndStars : Migration
{
    public override void Build(MigrationBuilder migration)
    {
        migration.DependsOn("0001_initial");
        migration.Sql("main", sql => sql
            .AddColumn("books", "language", c => c.Text(2).NotNull().Default("en"))
            .RunSql("UPDATE books SET language = 'de' WHERE title = 'Buddenbrooks'", ""));
        migration.Documents("reviews", "reviews", c => c
            .Rename("by", "reviewer")
            .Convert("stars", FieldType.Int32, onError: OnError.Quarantine));
    }
}
