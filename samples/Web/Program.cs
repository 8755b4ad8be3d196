using DocMigrate.Hosting;
using Web;
using Web.Models;

var builder = WebApplication.CreateBuilder(args);

// The stores are in docmigrate.json, where they are in appsettings.json. They are migrated before the server listens.
builder.Services.AddDocMigrate();
builder.Services.AddHealthChecks().AddDocMigrate();
builder.Services.AddSingleton<Library>();

var app = builder.Build();
app.MapHealthChecks("/health");
app.MapGet("/books", (Library library, CancellationToken token) => library.BooksAsync(token));
app.MapGet("/books/{id:int}", async (int id, Library library, CancellationToken token) =>
    await library.BookAsync(id, token) is { } book
        ? Results.Ok(new { Book = book, Reviews = await library.ReviewsAsync(id, token) })
        : Results.NotFound());
app.MapPost("/books/{id:int}/reviews", async (int id, Review review, Library library, CancellationToken token) =>
{
    review.Id = Guid.NewGuid().ToString("n");
    review.BookId = id;
    await library.AddAsync(review, token);
    return Results.Created($"/books/{id}", review);
});

// As app.RunAsync(), but a start that failed ends with an exit code that says why.
return await app.RunMigratedAsync();
