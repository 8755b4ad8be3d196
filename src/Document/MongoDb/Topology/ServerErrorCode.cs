using DocMigrate.Document.MongoDb.Bson;

namespace DocMigrate.Document.MongoDb.Topology;

/// <summary>The error codes of servers that say something about the server's state, or about trying again.</summary>
internal static class ServerErrorCode
{
    private static readonly int[] NotPrimary = [10107, 13435, 10058];
    private static readonly int[] Recovering = [11600, 11602, 13436, 189, 91];
    private static readonly int[] ShuttingDown = [11600, 91];
    private static readonly int[] Retryable = [11600, 11602, 10107, 13435, 13436, 189, 91, 7, 6, 89, 9001, 262, 134];

    /// <summary>Whether an error means that the server is no primary, or can't serve at the moment. The text counts only where there is no code.</summary>
    public static bool IsStateChange(int? code, string? message) => code is { } number
        ? NotPrimary.Contains(number) || Recovering.Contains(number)
        : message is not null && (message.Contains("not master", StringComparison.OrdinalIgnoreCase) || message.Contains("node is recovering", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the server is going down, so that its connections are lost too.</summary>
    public static bool IsShutdown(int? code) => code is { } number && ShuttingDown.Contains(number);

    /// <summary>Whether a read or write that failed with it may be tried once more, by the specifications of retryable reads and writes.</summary>
    public static bool IsRetryable(int? code) => code is { } number && Retryable.Contains(number);

    /// <summary>The error of a reply, or of its write concern; null when there is neither. Errors of single writes are the caller's.</summary>
    public static (int? Code, string? Message)? Of(RawDocument reply) =>
        reply["ok"]?.AsBoolean != true ? (reply["code"]?.AsInt32, reply["errmsg"]?.AsString)
        : reply["writeConcernError"]?.AsDocument is { } concern ? (concern["code"]?.AsInt32, concern["errmsg"]?.AsString)
        : null;
}
