using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DocMigrate;

namespace Shop.Models;

[Table("customers")]
[Store("main")]
[Index(nameof(Email), Unique = true)]
public sealed class Customer
{
    [Key]
    [Column("id")]
    public int Id { get; set; }

    [RenamedFrom("mail")]
    [Column("email")]
    [MaxLength(200)]
    public required string Email { get; set; }

    [Column("joined_on")]
    public DateOnly JoinedOn { get; set; }
}
