using Microsoft.EntityFrameworkCore;

namespace DocMigrate.Document.Sqlite.Tests.Attaching;

/// <summary>An application's EF Core model with a JSON column, as it was.</summary>
internal sealed class ShopBefore(string connection) : DbContext
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite(connection);

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Order>().OwnsOne(static order => order.Details, static details =>
    {
        details.ToJson();
        details.OwnsMany(static owned => owned.Lines);
    });

    internal sealed class Order
    {
        public int Id { get; set; }

        public required string Number { get; set; }

        public Details? Details { get; set; }
    }

    internal sealed class Details
    {
        public required string Customer { get; set; }

        public required string Priority { get; set; }

        public string? Street { get; set; }

        public string? City { get; set; }

        public DateTime Ordered { get; set; }

        public decimal Total { get; set; }

        public List<Line> Lines { get; set; } = [];
    }

    internal sealed class Line
    {
        public required string Sku { get; set; }

        public int Qty { get; set; }
    }
}
