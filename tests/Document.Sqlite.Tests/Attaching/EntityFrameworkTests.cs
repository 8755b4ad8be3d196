using System.Globalization;
using DocMigrate.Document.Operations;
using DocMigrate.Document.Sqlite.Tests.Harness;
using DocMigrate.Engine.Inspection;
using DocMigrate.Running;
using Microsoft.EntityFrameworkCore;

namespace DocMigrate.Document.Sqlite.Tests.Attaching;

/// <summary>What EF Core writes with <c>ToJson</c> is migrated, and read by EF Core with the new model; and back.</summary>
public sealed class EntityFrameworkTests : IDisposable
{
    private const int Count = 230;
    private const string Attached = """, "chunkSize": 50, "collections": { "orders": { "table": "Orders", "key": "Id", "document": "Details" } }""";
    private const string Unknown = """{"kept":[1,2.50,"\u00e9"]}""";

    private readonly TemporaryProject _project = new(Attached);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task What_the_old_model_wrote_the_new_one_reads_and_back()
    {
        var before = await WriteAsync();
        Define();

        await _project.MigrateAsync();
        await VerifyNewAsync();
        Assert.Equal([$"{Count} text"], _project.Rows("SELECT count(*) || ' ' || typeof(Details) FROM Orders WHERE Details IS NOT NULL GROUP BY typeof(Details)"));
        Assert.Equal([Unknown], _project.Rows("SELECT DISTINCT Details -> '$.Legacy' FROM Orders WHERE Details IS NOT NULL"));

        await _project.MigrateAsync("zero");
        await VerifyOldAsync();
        Assert.All(before.Zip(Stored()), static pair => Assert.True(
            Values.DocumentEquality.AnyOrder.Same(Values.DocumentReader.Read(pair.First), Values.DocumentReader.Read(pair.Second)), $"{pair.First}\n{pair.Second}"));
        Assert.Equal(["0"], _project.Rows("SELECT count(*) FROM _docmigrate_shadow"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pass_that_was_stopped_goes_on_or_back_from_where_it_was(bool onwards)
    {
        await WriteAsync();
        Define();
        using (var stop = new CancellationTokenSource())
        {
            var observer = new CallingObserver(static e => e is ProgressEvent { Done: > 0 }, stop.Cancel);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _project.MigrateAsync(observer: observer, cancellationToken: stop.Token));
        }

        var done = int.Parse(_project.Rows("SELECT count(*) FROM Orders WHERE Details ->> '$.FirstName' IS NOT NULL")[0], CultureInfo.InvariantCulture);
        Assert.InRange(done, 1, Count - 1);
        await _project.MigrateAsync(onwards ? null : "zero");
        await (onwards ? VerifyNewAsync() : VerifyOldAsync());
        Assert.Equal(["0"], _project.Rows("SELECT count(*) FROM _docmigrate_snapshot"));
    }

    [Fact]
    public async Task Inspect_and_drift_look_into_the_column()
    {
        await WriteAsync();
        Define();
        await _project.MigrateAsync();
        await using var migrator = _project.Open();

        var inspected = await migrator.Inspector.InspectAsync(new InspectOptions { Store = "docs", Sample = 40 }, null, Token);
        var drift = await migrator.Inspector.FindDriftAsync("docs", "orders", null, Token);

        var part = Assert.Single(Assert.Single(inspected.Stores).Parts);
        Assert.Equal("orders", part.Name);
        Assert.Contains("FirstName", part.Text, StringComparison.Ordinal);
        Assert.Contains($"{Count} documents", Assert.Single(Assert.Single(drift.Stores).Parts).Text, StringComparison.Ordinal);
    }

    private void Define() => _project.Define("0001_split", static migration => migration.Documents("docs", "orders", static c => c
        .Create()
        .Split("Customer", into: ["FirstName", "LastName"], separator: " ")
        .Convert("Priority", FieldType.Int32, from: FieldType.String)
        .Nest(["Street", "City"], into: "Address")
        .Rename("Ordered", "OrderedAt")
        .ForEach("Lines", static line => line.Rename("Qty", "Quantity"))));

    private async Task<List<string>> WriteAsync()
    {
        await using (var shop = new ShopBefore(_project.Connection))
        {
            await shop.Database.EnsureCreatedAsync(Token);
            shop.AddRange(Enumerable.Range(1, Count).Select(Old));
            shop.Add(new ShopBefore.Order { Number = "none" });
            await shop.SaveChangesAsync(Token);
        }

        _project.Execute($"UPDATE Orders SET Details = json_set(Details, '$.Legacy', json('{Unknown}')) WHERE Details IS NOT NULL");
        return Stored();
    }

    private List<string> Stored() => _project.Rows("SELECT Details FROM Orders WHERE Details IS NOT NULL ORDER BY Id");

    private static ShopBefore.Order Old(int i) => new()
    {
        Number = $"N{i}",
        Details = new ShopBefore.Details
        {
            Customer = $"First{i} Lást{i}",
            Priority = i.ToString(CultureInfo.InvariantCulture),
            Street = i % 3 == 0 ? null : $"{i} Main St",
            City = $"City {i}",
            Ordered = new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc).AddMinutes(i),
            Total = i * 1.25m,
            Lines = [.. Enumerable.Range(1, i % 4).Select(n => new ShopBefore.Line { Sku = $"S{n}", Qty = n * i })],
        },
    };

    private async Task VerifyNewAsync()
    {
        await using var shop = new ShopAfter(_project.Connection);
        var orders = await shop.Orders.AsNoTracking().OrderBy(static order => order.Id).ToListAsync(Token);
        Assert.Equal(Count + 1, orders.Count);
        Assert.Null(orders[^1].Details);
        foreach (var (order, old) in orders.SkipLast(1).Zip(Enumerable.Range(1, Count).Select(Old)))
        {
            var (details, was) = (order.Details!, old.Details!);
            Assert.Equal(old.Number, order.Number);
            Assert.Equal(was.Customer, $"{details.FirstName} {details.LastName}");
            Assert.Equal(was.Priority, details.Priority.ToString(CultureInfo.InvariantCulture));
            Assert.Equal((was.Street, was.City), (details.Address!.Street, details.Address.City));
            Assert.Equal((was.Ordered, was.Total), (details.OrderedAt, details.Total));
            Assert.Equal(was.Lines.Select(static line => (line.Sku, line.Qty)), details.Lines.Select(static line => (line.Sku, line.Quantity)));
        }
    }

    private async Task VerifyOldAsync()
    {
        await using var shop = new ShopBefore(_project.Connection);
        var orders = await shop.Orders.AsNoTracking().OrderBy(static order => order.Id).ToListAsync(Token);
        Assert.Equal(Count + 1, orders.Count);
        foreach (var (order, old) in orders.SkipLast(1).Zip(Enumerable.Range(1, Count).Select(Old)))
        {
            var (details, was) = (order.Details!, old.Details!);
            Assert.Equal((was.Customer, was.Priority, was.Street, was.City, was.Ordered, was.Total), (details.Customer, details.Priority, details.Street, details.City, details.Ordered, details.Total));
            Assert.Equal(was.Lines.Select(static line => (line.Sku, line.Qty)), details.Lines.Select(static line => (line.Sku, line.Qty)));
        }
    }
}
