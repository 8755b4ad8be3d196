using DocMigrate.Sql.Building;

namespace DocMigrate;

/// <summary>Lets a migration change tables.</summary>
public static class MigrationBuilderSqlExtensions
{
    /// <summary>Declares operations on the tables of a store, in the order in which they run.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="store">The store's name in the configuration; it holds tables.</param>
    /// <param name="build">Declares them.</param>
    public static MigrationBuilder Sql(this MigrationBuilder migration, string store, Action<SqlBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(migration);
        ArgumentNullException.ThrowIfNull(build);
        build(new SqlBuilder(migration, store));
        return migration;
    }
}
