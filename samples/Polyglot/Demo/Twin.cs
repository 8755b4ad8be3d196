using DocMigrate.Engine;
using DocMigrate.Engine.Configuration;
using DocMigrate.Engine.Graph;
using DocMigrate.Engine.Loading;
using Shop.Demo;

namespace Polyglot.Demo;

/// <summary>The same shop with its documents in SQLite, where nothing is killed: what the one with MongoDB is held against.</summary>
internal sealed class Twin(ShopFiles files)
{
    private readonly SqliteCatalog _catalog = new(files);

    public Task FillAsync(int count, CancellationToken cancellationToken) => new Seeder(files, _catalog, count).FillAsync(cancellationToken);

    public async Task<Snapshot> MigrateAsync(string target, CancellationToken cancellationToken)
    {
        var file = Path.Combine(files.Folder, "docmigrate.json");
        await File.WriteAllTextAsync(
            file,
            """{ "module": "shop", "stores": { "main": { "provider": "sqlite", "connection": "Data Source=shop.db" }, "catalog": { "provider": "sqlite-json", "connection": "Data Source=catalog.db" } } }""",
            cancellationToken);
        await using (var migrator = Migrator.Create(
            new ConfigurationReader().Read(file), MigrationCatalog.FromAssemblies(typeof(Twin).Assembly), StoreProviders.Discover(typeof(Twin).Assembly)))
        {
            await migrator.MigrateAsync(MigrationTarget.To("shop", target), options: null, observer: null, cancellationToken);
        }

        return await Snapshot.TakeAsync(files, _catalog, cancellationToken);
    }
}
