using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DocMigrate;

namespace Web.Models;

/// <summary>A row of the library's table.</summary>
[Table("books")]
[Store("main")]
public sealed class Book
{
    [Key]
    [Column("id")]
    public int Id { get; set; }

    [Column("title")]
    [MaxLength(200)]
    public required string Title { get; set; }

    [Column("year")]
    public int Year { get; set; }

    [Column("language")]
    [MaxLength(2)]
    public required string Language { get; set; }
}
