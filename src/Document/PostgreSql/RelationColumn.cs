using DocMigrate.Sql.PostgreSql.Access;
using Npgsql;

namespace DocMigrate.Document.PostgreSql;

/// <summary>A column of something that has the name of a table.</summary>
/// <param name="Schema">The schema that the relation is in.</param>
/// <param name="Kind">What the relation is: <c>pg_class.relkind</c>.</param>
/// <param name="Number">The column's number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as SQL.</param>
/// <param name="Generated">Whether it is computed.</param>
internal sealed record RelationColumn(string Schema, string Kind, int Number, string Name, string Type, bool Generated)
{
    /// <summary>Whether the relation is a table.</summary>
    public bool IsTable => Kind is "r" or "p";

    /// <summary>The columns of a relation; none when it is not there. One without columns has a nameless one.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="relation">The relation as SQL.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<List<RelationColumn>> ListAsync(NpgsqlConnection connection, string relation, CancellationToken cancellationToken) => connection.ListAsync(
        """
        SELECT n.nspname, c.relkind::text, coalesce(a.attnum, 0), coalesce(a.attname, ''), coalesce(format_type(a.atttypid, a.atttypmod), ''), coalesce(a.attgenerated <> '', false)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.oid = to_regclass($1) ORDER BY a.attnum
        """,
        static row => new RelationColumn(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetString(4), row.GetBoolean(5)), cancellationToken, relation);
}
