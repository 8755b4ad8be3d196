using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DocMigrate;

namespace Shop.Models;

[Table("orders")]
[Store("main")]
[Index(nameof(CustomerId))]
public sealed class Order
{
    [Key]
    [Column("id")]
    public int Id { get; set; }

    [Column("customer_id")]
    [ForeignKey(nameof(Customer))]
    public int CustomerId { get; set; }

    [Column("placed_at")]
    public DateTime PlacedAt { get; set; }

    [Column("status")]
    [MaxLength(20)]
    public string? Status { get; set; }

    [RenamedFrom("sum")]
    [Column("total")]
    public decimal Total { get; set; }

    [Column("currency")]
    [MaxLength(3)]
    public string Currency { get; set; } = "EUR";

    [NotMapped]
    public Customer? Customer { get; set; }
}
