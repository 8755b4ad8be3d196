using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Text.Json.Serialization;
using DocMigrate.Models;
using static DocMigrate.Engine.Tests.Models.Reading;

namespace DocMigrate.Engine.Tests.Models;

public sealed class TableModelTests
{
    private enum Status : byte
    {
        New,
        Paid,
    }

    [Fact]
    public void Reads_names_types_and_what_is_required_in_the_order_of_declaration()
    {
        var order = ReadOne(typeof(Order), typeof(Customer));

        Assert.Equal(("orders", "main", "app", "old_orders"), (order.Name, order.Store, order.Module, order.RenamedFrom));
        Assert.Equal(
            ["CreatedBy:String", "Id:Int64!key", "customer:Int32!->customers", "Status:Int32!=1", "Currency:String(3)!=EUR<-curr", "Note:String", "Total:Decimal!=9.90", "Hash:Binary(16)!"],
            order.Properties.Select(Text));
        Assert.Equal([new IndexModel("ix", ["customer", "Currency"], Unique: true)], order.Indexes);
    }

    [Fact]
    public void Takes_the_key_by_attribute_then_by_the_name_Id_then_by_the_class_name()
    {
        Assert.Equal(["A", "B"], ReadOne(typeof(TwoKeys)).Properties.Where(static property => property.Key).Select(static property => property.Name));
        Assert.True(ReadOne(typeof(Customer), typeof(Order)).Property("CustomerId").Key);
        Assert.False(ReadOne(typeof(Customer), typeof(Order)).Property("CustomerId").Nullable);
    }

    [Theory]
    [InlineData(typeof(ByConvention), "BossId")]
    [InlineData(typeof(OnNavigation), "Manager")]
    [InlineData(typeof(OnKeyNamingNavigation), "Manager")]
    [InlineData(typeof(OnKeyNamingClass), "Manager")]
    public void Finds_a_foreign_key_however_it_is_said(Type type, string property)
    {
        var entity = ReadOne(type, typeof(Customer), typeof(Order));

        Assert.Equal("customers", entity.Property(property).References);
        Assert.Equal([property], entity.Properties.Where(static column => column.References is not null).Select(static column => column.ClrName));
    }

    [Fact]
    public void Does_not_store_what_leads_to_other_models_nor_what_is_computed_or_not_mapped()
    {
        var customer = ReadOne(typeof(Customer), typeof(Order));

        Assert.Equal(["CustomerId", "Name", "Secret", "Forced"], customer.Properties.Select(static property => property.ClrName));
    }

    [Fact]
    public void Orders_entities_by_store_then_by_name_and_ignores_classes_without_attributes_of_their_own()
    {
        var entities = Read(typeof(Derived), typeof(InCatalog), typeof(Customer), typeof(Order), typeof(TwoKeys));

        Assert.Equal(["main.TwoKeys", "main.customers", "main.orders", "catalog.InCatalog"], entities.Select(static entity => $"{entity.Store}.{entity.Name}"));
    }

    [Fact]
    public void Reads_the_same_twice() => Assert.Equal(Read(typeof(Order), typeof(Customer)), Read(typeof(Customer), typeof(Order)));

    [Fact]
    public void Module_attribute_on_the_class_wins_over_the_default() => Assert.Equal("staff", ReadOne(typeof(InCatalog)).Module);

    private static string Text(PropertyModel property)
    {
        var type = (ScalarTypeModel)property.Type;
        return $"{property.Name}:{type.Kind}{(type.MaxLength is { } length ? $"({length})" : "")}{(property.Nullable ? "" : "!")}{(property.Key ? "key" : "")}"
            + (property.HasDefault ? FormattableString.Invariant($"={property.Default}") : "")
            + (property.References is null ? "" : "->" + property.References)
            + (property.RenamedFrom is null ? "" : "<-" + property.RenamedFrom);
    }

    private abstract class Audited
    {
        public string? CreatedBy { get; set; }

        public virtual long Id { get; set; }
    }

    [Table("orders"), RenamedFrom("old_orders"), Index(nameof(CustomerId), nameof(Currency), Name = "ix", Unique = true)]
    private sealed class Order : Audited
    {
        public override long Id { get; set; }

        [Column("customer")]
        public int CustomerId { get; set; }

        public Customer Customer { get; set; } = null!;

        [DefaultValue(Status.Paid)]
        public Status Status { get; set; }

        [MaxLength(3), DefaultValue("EUR"), RenamedFrom("curr")]
        public string Currency { get; init; } = "EUR";

        public string? Note { get; private set; }

        [DefaultValue(typeof(decimal), "9.90")]
        public decimal Total { get; set; }

        [StringLength(16)]
        public byte[] Hash { get; set; } = [];

        [NotMapped]
        public object? Cache { get; set; }

        public string this[int index] => Currency[index..];
    }

    [Table("customers")]
    private sealed class Customer
    {
        public int? CustomerId { get; set; }

        [Required]
        public string? Name { get; set; }

        [JsonIgnore]
        public string? Secret { get; set; }

        public List<Order> Orders { get; } = [];

        public IEnumerable<Order>? Recent { get; set; }

        public string Upper => Name!.ToUpperInvariant();

        [Column]
        public string? Computed => Name;

        [Column("Forced")]
        public string? Forced => Name;
    }

    [Table("TwoKeys")]
    private sealed class TwoKeys
    {
        [Key]
        public int A { get; set; }

        [Key]
        public string? B { get; set; }

        public int Id { get; set; }
    }

    [Table("t")]
    private sealed class ByConvention
    {
        public int BossId { get; set; }

        public Customer? Boss { get; set; }
    }

    [Table("t")]
    private sealed class OnNavigation
    {
        public int Manager { get; set; }

        [ForeignKey(nameof(Manager))]
        public Customer? Boss { get; set; }
    }

    [Table("t")]
    private sealed class OnKeyNamingNavigation
    {
        [ForeignKey(nameof(Boss))]
        public int Manager { get; set; }

        public Customer? Boss { get; set; }
    }

    [Table("t")]
    private sealed class OnKeyNamingClass
    {
        [ForeignKey(nameof(Customer))]
        public int Manager { get; set; }
    }

    [Table("base")]
    private class Plain
    {
        public int Id { get; set; }
    }

    private sealed class Derived : Plain;

    [Store("catalog"), Module("staff")]
    private sealed class InCatalog
    {
        public string? Id { get; set; }
    }
}
