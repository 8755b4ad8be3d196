using DocMigrate.Locking;

namespace DocMigrate.Sql.PostgreSql.Tests.Harness;

internal static class Holders
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static LockHolder Ada { get; } = new("ada", "host", 42, s_noon);

    public static LockHolder Grace { get; } = new("grace", "elsewhere", 7, s_noon.AddMinutes(1));
}
