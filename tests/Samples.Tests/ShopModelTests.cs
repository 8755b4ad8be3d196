using DocMigrate.Backends;
using DocMigrate.Comparison;
using DocMigrate.Document;
using DocMigrate.Engine.Loading;
using DocMigrate.Engine.Models;
using DocMigrate.Sql;
using DocMigrate.State;
using Shop.Models;

namespace DocMigrate.Samples.Tests;

public sealed class ShopModelTests
{
    [Fact]
    public void The_migrations_lead_to_the_models()
    {
        var shop = typeof(Customer).Assembly;
        var kinds = new Dictionary<string, IStoreKind> { ["main"] = SqlStoreKind.Instance, ["catalog"] = DocumentStoreKind.Instance };
        var catalog = MigrationCatalog.FromAssemblies(shop);
        var state = catalog.Ids.Order().Aggregate(ProjectState.Empty, (before, id) => before.Apply(catalog.Find(id)!));
        var models = new ModelReader(new ModelReaderOptions
        {
            DefaultModule = "shop",
            Stores = kinds.Select(static pair => new ModelStore(pair.Key, pair.Value.Name)).ToValueList(),
        }).Read(shop);

        var missing = from kind in kinds
                      let wanted = kind.Value.BuildState([.. models.Where(model => model.Store == kind.Key)])
                      from operation in kind.Value.Compare(state[kind.Key], wanted, new ComparisonContext())
                      select $"{kind.Key}: {operation}";

        Assert.Equal(4, catalog.Ids.Count);
        Assert.Equal(4, models.Count);
        Assert.True(!missing.Any(), string.Join("\n", missing));
    }
}
