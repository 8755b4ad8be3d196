using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DocMigrate.Sql.PostgreSql.Locking;

/// <summary>The keys of the advisory locks that runs of one project take. A lock is one of its database, so the database's name is no part of them.</summary>
/// <remarks>https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS</remarks>
internal static class AdvisoryKey
{
    /// <summary>Held for the session by the one run that works on the database.</summary>
    public static long OfRun(string schema, string prefix) => Of("run", schema, prefix);

    /// <summary>Held to the end of its transaction: shared by everyone who was let in by the fence, alone by who raises it.</summary>
    public static long OfFence(string schema, string prefix) => Of("fence", schema, prefix);

    /// <summary>Held to the end of its transaction by who makes or changes the history's tables.</summary>
    public static long OfTables(string schema, string prefix) => Of("tables", schema, prefix);

    // Names can't hold a zero byte, so two lists of names never read the same.
    private static long Of(string purpose, string schema, string prefix) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"docmigrate\0{purpose}\0{schema}\0{prefix}")));
}
