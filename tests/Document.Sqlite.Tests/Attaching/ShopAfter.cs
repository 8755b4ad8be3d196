using Microsoft.EntityFrameworkCore;

namespace DocMigrate.Document.Sqlite.Tests.Attaching;

/// <summary>The same application's model as it is now: what is in the JSON column has changed, the table has not.</summary>
internal sealed class ShopAfter(string connection) : DbContext
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite(connection);

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Order>().OwnsOne(static order => order.Details, static details =>
    {
        details.ToJson();
        details.OwnsOne(static owned => owned.Address);
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
        public required string FirstName { get; set; }

        public required string LastName { get; set; }

        public int Priority { get; set; }

        public Address? Address { get; set; }

        public DateTime OrderedAt { get; set; }

        public decimal Total { get; set; }

        public List<Line> Lines { get; set; } = [];
    }

    internal sealed class Address
    {
        public string? Street { get; set; }

        public string? City { get; set; }
    }

    internal sealed class Line
    {
        public required string Sku { get; set; }

        public int Quantity { get; set; }
    }
}
