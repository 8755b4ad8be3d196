using DocMigrate.Sql.Sqlite.Tests.Harness;

namespace DocMigrate.Sql.Sqlite.Tests.Execution;

/// <summary>A real database, made by others: a music shop of 11 tables.</summary>
public sealed class ChinookTests
{
    [Fact]
    public async Task A_renamed_column_a_new_column_and_an_index_leave_rows_and_foreign_keys_as_they_were_and_go_back()
    {
        await using var store = new TableStore(copyOf: Find());
        var before = await store.SnapshotAsync();
        var customers = await store.RowsAsync("SELECT CustomerId, FirstName, LastName, Email FROM Customer ORDER BY CustomerId");
        var invoices = await store.RowsAsync("SELECT count(*), sum(Total) FROM Invoice JOIN Customer USING (CustomerId)");

        await store.ApplyAsync(sql => sql
            .ExistingTable("Customer", t => t.Column("CustomerId", c => c.Int32().Key()).Column("Email", c => c.Text(60).NotNull()))
            .ExistingTable("Invoice", t => t.Column("InvoiceId", c => c.Int32().Key()).Column("Total", c => c.Decimal().NotNull())
                .Column("CustomerId", c => c.Int32().NotNull().References("Customer", "CustomerId")))
            .RenameColumn("Customer", "Email", "EmailAddress")
            .RenameColumn("Customer", "CustomerId", "Id")
            .AddColumn("Invoice", "Currency", c => c.Text(3).NotNull().Default("USD"))
            .AddColumn("Invoice", "Paid", c => c.Boolean().NotNull().Fill(true), before: "Total")
            .CreateIndex("Customer", ["EmailAddress"], unique: true));

        Assert.Equal(customers, await store.RowsAsync("SELECT Id, FirstName, LastName, EmailAddress FROM Customer ORDER BY Id"));
        Assert.Equal(invoices, await store.RowsAsync("SELECT count(*), sum(Total) FROM Invoice JOIN Customer ON Customer.Id = Invoice.CustomerId"));
        Assert.Equal(["USD | 1 | 412"], await store.RowsAsync("SELECT Currency, Paid, count(*) FROM Invoice GROUP BY 1, 2"));
        Assert.Equal(["Customer | CustomerId | Id"], await store.RowsAsync("SELECT \"table\", \"from\", \"to\" FROM pragma_foreign_key_list('Invoice')"));
        Assert.Empty(await store.RowsAsync("PRAGMA foreign_key_check"));
        await Assert.ThrowsAnyAsync<Exception>(() => store.SqlAsync("DELETE FROM Customer WHERE Id = 1"));

        await store.RevertAsync();

        Assert.Equal(before, await store.SnapshotAsync());
    }

    [Fact]
    public async Task A_dropped_table_and_a_dropped_column_come_back_as_they_were()
    {
        await using var store = new TableStore(copyOf: Find());
        var before = await store.SnapshotAsync();

        await store.ApplyAsync(sql => sql
            .ExistingTable("PlaylistTrack", t => t.Column("PlaylistId", c => c.Int32().Key()).Column("TrackId", c => c.Int32().Key()))
            .ExistingTable("Track", t => t.Column("TrackId", c => c.Int32().Key()).Column("Composer", c => c.Text()))
            .DropTable("PlaylistTrack")
            .DropColumn("Track", "Composer"));
        Assert.Empty(await store.RowsAsync("SELECT 1 FROM sqlite_schema WHERE name = 'PlaylistTrack'"));

        await store.RevertAsync();

        Assert.Equal(before, await store.SnapshotAsync());
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", "sql", "Chinook_Sqlite.sqlite");
            if (File.Exists(file))
            {
                return file;
            }
        }

        Assert.Skip("Needs ../shared/data/sql/Chinook_Sqlite.sqlite beside the repository.");
        return "";
    }
}
