using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using DocMigrate.Locking;

namespace DocMigrate.Sql.PostgreSql.Locking;

/// <summary>
/// Who holds the lock, told in the session that holds it: as a comment before its statements, which others read in <c>pg_stat_activity</c>. So nothing is
/// written anywhere, and what is told goes with the lock. Users who may not read statements of others still see the short form, in the application's name.
/// </summary>
internal static partial class HolderRecord
{
    private const string Opening = "/*docmigrate ";
    private const string Closing = "*/ ";
    private const int LongestName = 63;

    // Text beyond ASCII stays as it is: room is scarce.
    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The comment, at most so many bytes if that can be: of the progress, what there is room for.</summary>
    public static string Comment(LockHolder holder, int room)
    {
        var comment = Write(holder);
        while (holder.Progress is { Length: > 0 } progress && Encoding.UTF8.GetByteCount(comment) > room)
        {
            // A character takes six bytes at most, as an escape.
            var excess = Encoding.UTF8.GetByteCount(comment) - room;
            var left = Math.Max(0, progress.Length - Math.Max(1, excess / 6));
            holder = holder with { Progress = progress[..(left > 0 && char.IsHighSurrogate(progress[left - 1]) ? left - 1 : left)] };
            comment = Write(holder);
        }

        return comment;
    }

    /// <summary>The short form. The server keeps 63 bytes of it, and ASCII only.</summary>
    public static string ApplicationName(LockHolder holder)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"docmigrate {holder.ProcessId} #{holder.Signs} {holder.User}@{holder.Host}");
        return name.Length > LongestName ? name[..LongestName] : name;
    }

    public static LockHolder Read(LockOwner owner)
    {
        if (owner.Query is { } query && query.StartsWith(Opening, StringComparison.Ordinal) && query.IndexOf(Closing, StringComparison.Ordinal) is > 0 and var end)
        {
            try
            {
                return JsonSerializer.Deserialize<LockHolder>(query[Opening.Length..end]) ?? LockHolder.Unknown;
            }
            catch (JsonException)
            {
                // Another version's: the short form tells enough.
                return ReadName(owner.Application);
            }
        }

        return ReadName(owner.Application);
    }

    private static LockHolder ReadName(string? name) => Name().Match(name ?? "") is { Success: true } match
        ? LockHolder.Unknown with
        {
            User = match.Groups["user"].Value,
            Host = match.Groups["host"].Value,
            ProcessId = int.Parse(match.Groups["process"].Value, CultureInfo.InvariantCulture),
            Signs = long.Parse(match.Groups["signs"].Value, CultureInfo.InvariantCulture),
        }
        : LockHolder.Unknown;

    // Nothing in it can end the comment.
    private static string Write(LockHolder holder) =>
        Opening + JsonSerializer.Serialize(holder, s_options).Replace("*", "\\u002a", StringComparison.Ordinal) + Closing;

    [GeneratedRegex(@"^docmigrate (?<process>\d{1,9}) #(?<signs>\d{1,18}) (?<user>.*)@(?<host>[^@]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
