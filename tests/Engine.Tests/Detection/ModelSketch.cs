using DocMigrate.Models;

namespace DocMigrate.Engine.Tests.Detection;

/// <summary>Makes models in few words. Every entity has a key, <c>id</c> in tables and <c>_id</c> in documents.</summary>
internal static class ModelSketch
{
    public static EntityModel Table(string name, params PropertyModel[] columns) =>
        Entity(name, "main", [new() { Name = "id", ClrName = "Id", Type = new ScalarTypeModel(ScalarKind.Int64), Key = true }, .. columns]);

    public static EntityModel Documents(string name, params PropertyModel[] fields) =>
        Entity(name, "catalog", [new() { Name = "_id", ClrName = "Id", Type = new ScalarTypeModel(ScalarKind.String), Key = true }, .. fields]);

    public static PropertyModel Text(string name) => Property(name, new ScalarTypeModel(ScalarKind.String));

    public static PropertyModel Number(string name) => Property(name, new ScalarTypeModel(ScalarKind.Int64));

    public static PropertyModel Nested(string name, params PropertyModel[] fields) => Property(name, new ObjectTypeModel([.. fields]));

    public static PropertyModel Many(string name, params PropertyModel[] fields) => Property(name, new ListTypeModel(new ObjectTypeModel([.. fields])));

    public static PropertyModel Key(string name, string table) => Number(name) with { References = table };

    public static PropertyModel Required(this PropertyModel property) => property with { Nullable = false };

    public static PropertyModel Was(this PropertyModel property, string name) => property with { RenamedFrom = name };

    public static EntityModel Was(this EntityModel entity, string name) => entity with { RenamedFrom = name };

    public static EntityModel In(this EntityModel entity, string module, string? store = null) => entity with { Module = module, Store = store ?? entity.Store };

    public static EntityModel Index(this EntityModel entity, params string[] properties) =>
        entity with { Indexes = entity.Indexes.Add(new IndexModel(null, [.. properties], Unique: false)) };

    private static PropertyModel Property(string name, TypeModel type) => new() { Name = name, ClrName = name, Type = type, Nullable = true };

    private static EntityModel Entity(string name, string store, ValueList<PropertyModel> properties) =>
        new() { Name = name, ClrName = name, Store = store, Module = "shop", Properties = properties };
}
