using System.Reflection;
using DocMigrate.Benchmarks.Histories;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace DocMigrate.Benchmarks.References;

/// <summary>EF Core at its quickest: the model is cached, nothing is logged, and Migrate does not compare the model with a snapshot.</summary>
public sealed class EfContext(DbContextOptions<EfContext> options, int tables, int rounds) : DbContext(options)
{
    internal static DbContextOptions<EfContext> Options(string path, Assembly migrations) => new DbContextOptionsBuilder<EfContext>()
        .UseSqlite($"Data Source={path}", sqlite => sqlite.MigrationsAssembly(migrations))
        .ConfigureWarnings(static warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
        .Options;

    internal static Assembly Migrations(HistoryPlan plan) => GeneratedTypes.Of(plan, typeof(EfMigration), static number =>
    [
        GeneratedTypes.Attribute<Microsoft.EntityFrameworkCore.Migrations.MigrationAttribute>(HistoryPlan.Name(number)),
        GeneratedTypes.Attribute<DbContextAttribute>(typeof(EfContext)),
    ]);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        for (var number = 0; number < tables; number++)
        {
            var table = HistoryPlan.Table(number);
            modelBuilder.SharedTypeEntity<Dictionary<string, object>>(table, entity =>
            {
                entity.ToTable(table);
                entity.Property<long>("id");
                entity.HasKey("id");
                entity.Property<string>("name");
                if (table != HistoryPlan.Table(0))
                {
                    entity.Property<long?>("parent_id");
                    entity.HasOne(HistoryPlan.Table(int.Parse(table.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) - 1), null)
                        .WithMany().HasForeignKey("parent_id");
                }

                for (var round = 1; round < rounds; round++)
                {
                    entity.Property<string?>(HistoryPlan.Column(round));
                }
            });
        }
    }
}
