using DocMigrate.Benchmarks.Histories;

namespace DocMigrate.Benchmarks.References;

/// <summary>EF Core's migration of that number. It has no model of its own: SQLite needs one only for a rebuild, and none is faster.</summary>
public abstract class EfMigration(int number, int tables) : Microsoft.EntityFrameworkCore.Migrations.Migration
{
    protected override void Up(Microsoft.EntityFrameworkCore.Migrations.MigrationBuilder migrationBuilder)
    {
        var table = HistoryPlan.Table(number % tables);
        if (number >= tables)
        {
            migrationBuilder.AddColumn<string>(HistoryPlan.Column(number / tables), table, nullable: true);
            return;
        }

        var parent = HistoryPlan.Table(number - 1);
        if (number == 0)
        {
            migrationBuilder.CreateTable(
                table,
                columns => new
                {
                    id = columns.Column<long>().Annotation("Sqlite:Autoincrement", true),
                    name = columns.Column<string>(nullable: false),
                },
                constraints: constraints => constraints.PrimaryKey("pk_" + table, static row => row.id));
            return;
        }

        migrationBuilder.CreateTable(
            table,
            columns => new
            {
                id = columns.Column<long>().Annotation("Sqlite:Autoincrement", true),
                name = columns.Column<string>(nullable: false),
                parent_id = columns.Column<long>(nullable: true),
            },
            constraints: constraints =>
            {
                constraints.PrimaryKey("pk_" + table, static row => row.id);
                constraints.ForeignKey("fk_" + table, static row => row.parent_id, parent, "id");
            });
        migrationBuilder.CreateIndex("ix_" + table + "_parent_id", table, "parent_id");
    }
}
