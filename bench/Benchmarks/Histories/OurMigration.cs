namespace DocMigrate.Benchmarks.Histories;

/// <summary>DocMigrate's migration of that number.</summary>
public abstract class OurMigration(int number, int tables) : Migration
{
    public override void Build(MigrationBuilder migration)
    {
        var table = HistoryPlan.Table(number % tables);
        if (number > 0)
        {
            migration.DependsOn(HistoryPlan.Name(number - 1));
        }

        migration.Sql("main", sql => _ = number < tables
            ? sql.CreateTable(table, t =>
            {
                t.Column("id", static c => c.Int64().Key().AutoIncrement());
                t.Column("name", static c => c.Text().NotNull());
                if (number > 0)
                {
                    t.Column("parent_id", static c => c.Int64().Nullable());
                    t.ForeignKey("parent_id", HistoryPlan.Table(number - 1), "id");
                    t.Index(["parent_id"]);
                }
            })
            : sql.AddColumn(table, HistoryPlan.Column(number / tables), static c => c.Text().Nullable()));
    }
}
