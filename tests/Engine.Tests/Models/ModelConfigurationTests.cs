using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DocMigrate.Errors;
using DocMigrate.Models;
using static DocMigrate.Engine.Tests.Models.Reading;

namespace DocMigrate.Engine.Tests.Models;

public sealed class ModelConfigurationTests
{
    [Fact]
    public void Says_everything_that_attributes_say()
    {
        var attributes = Read(typeof(WithAttributes.Customer), typeof(WithAttributes.Order), typeof(WithAttributes.Profile));
        var configured = Read(typeof(WithoutAttributes.Everything));

        Assert.Equal(3, attributes.Count);
        Assert.Equal(attributes, configured);
    }

    [Fact]
    public void Wins_over_attributes()
    {
        var entity = ReadOne(typeof(Both), typeof(BothConfiguration));

        Assert.Equal(("new_name", "archive", "m2", "o2"), (entity.Name, entity.Store, entity.Module, entity.RenamedFrom));
        var property = entity.Property("Text");
        Assert.Equal(("p2", true, "d2", "q2"), (property.Name, property.Nullable, property.Default, property.RenamedFrom));
        Assert.Equal(Scalar(ScalarKind.String, 2), property.Type);
        Assert.Equal("_id", entity.Property("Number").Name);
        Assert.DoesNotContain(entity.Properties, static ignored => ignored.ClrName == "Gone");
        Assert.Contains(entity.Properties, static stated => stated.ClrName == "Computed");
    }

    [Fact]
    public void Nested_classes_are_configured_wherever_they_are() =>
        Assert.Equal(
            [new IndexModel("by_street", ["Addresses.street"], Unique: true), new IndexModel(null, ["Home.street", "Number"], Unique: false)],
            ReadOne(typeof(Person), typeof(PersonConfiguration)).Indexes);

    [Theory]
    [InlineData(typeof(Throwing), "no settings here")]
    [InlineData(typeof(NeedsService), "no parameterless constructor")]
    [InlineData(typeof(NamesMethod), "names no property")]
    public void Tells_why_a_configuration_failed(Type type, string reason)
    {
        var error = Assert.Throws<ConfigurationException>(() => Read(type));

        Assert.Equal("DM2011", error.Code.Value);
        Assert.Contains($"'{type.Name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static class WithAttributes
    {
        [Table("customers"), Module("crm")]
        internal sealed class Customer
        {
            [Key]
            public int Number { get; set; }
        }

        [Table("orders"), RenamedFrom("old"), Index(nameof(Text), nameof(Customer), Unique = true, Name = "ix")]
        internal sealed class Order
        {
            public int Id { get; set; }

            [Required, MaxLength(9), Column("text"), DefaultValue("x"), RenamedFrom("txt")]
            public string? Text { get; set; }

            [ForeignKey("Customer")]
            public int? Customer { get; set; }

            [NotMapped]
            public int Gone { get; set; }
        }

        [Collection("profiles"), Store("archive")]
        internal sealed class Profile
        {
            public int Id { get; set; }
        }
    }

    private static class WithoutAttributes
    {
        internal sealed class Everything : ModelConfiguration
        {
            public override void Configure(ModelBuilder model)
            {
                model.Entity<Customer>().Table("customers").Module("crm").Property(x => x.Number).Key();
                var order = model.Entity<Order>().Table("orders").RenamedFrom("old").Index(x => new { x.Text, x.Customer }, unique: true, name: "ix");
                order.Property(x => x.Text).Required().MaxLength(9).Name("text").Default("x").RenamedFrom("txt");
                order.Property(x => x.Customer).References<Customer>();
                order.Property(x => x.Gone).Ignore();
                model.Entity<Profile>().Collection("profiles").Store("archive");
            }
        }

        internal sealed class Customer
        {
            public int Number { get; set; }
        }

        internal sealed class Order
        {
            public int Id { get; set; }

            public string? Text { get; set; }

            public int? Customer { get; set; }

            public int Gone { get; set; }
        }

        internal sealed class Profile
        {
            public int Id { get; set; }
        }
    }

    [Table("old_name"), Store("main"), Module("m1"), RenamedFrom("o1")]
    private sealed class Both
    {
        public int Id { get; set; }

        public int Number { get; set; }

        [Column("p1"), Required, MaxLength(1), DefaultValue("d1"), RenamedFrom("q1")]
        public string Text { get; set; } = "";

        public int Gone { get; set; }

        public int Computed => Number;
    }

    private sealed class BothConfiguration : ModelConfiguration
    {
        public override void Configure(ModelBuilder model)
        {
            var both = model.Entity<Both>().Collection("new_name").Store("archive").Module("m2").RenamedFrom("o2");
            both.Property(x => x.Text).Name("p2").Optional().MaxLength(2).Default("d2").RenamedFrom("q2");
            both.Property(x => x.Number).Key();
            both.Property(x => x.Gone).Ignore();
            both.Property(x => x.Computed).Name("computed");
        }
    }

    private sealed class Person
    {
        public int Number { get; set; }

        public Address Home { get; set; } = new();

        public List<Address> Addresses { get; set; } = [];
    }

    private sealed class Address
    {
        public string Street { get; set; } = "";
    }

    private sealed class PersonConfiguration : ModelConfiguration
    {
        public override void Configure(ModelBuilder model)
        {
            model.Nested<Address>().Property(x => x.Street).Name("street");
            model.Entity<Person>().Collection()
                .Index(["Addresses.Street"], unique: true, name: "by_street")
                .Index(x => new { x.Home.Street, x.Number });
        }
    }

    private sealed class Throwing : ModelConfiguration
    {
        public override void Configure(ModelBuilder model) => throw new InvalidOperationException("no settings here");
    }

    private sealed class NeedsService(TimeProvider clock) : ModelConfiguration
    {
        public override void Configure(ModelBuilder model) => model.Entity<Person>().Module(clock.ToString()!);
    }

    private sealed class NamesMethod : ModelConfiguration
    {
        public override void Configure(ModelBuilder model) => model.Entity<Person>().Property(x => x.ToString());
    }
}
