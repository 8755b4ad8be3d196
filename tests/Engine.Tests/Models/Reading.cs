using DocMigrate.Engine.Models;
using DocMigrate.Models;

namespace DocMigrate.Engine.Tests.Models;

/// <summary>Reads model classes with two stores, <c>main</c> and <c>catalog</c>.</summary>
internal static class Reading
{
    private static readonly ModelReader s_reader = new(new ModelReaderOptions
    {
        DefaultModule = "app",
        Stores = [new("main", ModelStore.Tables), new("catalog", ModelStore.Documents), new("archive", ModelStore.Documents)],
    });

    public static IReadOnlyList<EntityModel> Read(params Type[] types) => s_reader.Read(types);

    public static EntityModel ReadOne(params Type[] types) => Read(types).Single(entity => entity.ClrName == types[0].Name);

    public static PropertyModel Property(this EntityModel entity, string clrName) => entity.Properties.Single(property => property.ClrName == clrName);

    public static ScalarTypeModel Scalar(ScalarKind kind, int? maxLength = null) => new(kind, maxLength);
}
