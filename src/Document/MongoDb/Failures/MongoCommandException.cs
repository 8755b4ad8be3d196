using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Failures;

/// <summary>The server refused a command (DM6220), or some of its writes, or could not confirm them (DM6221).</summary>
public sealed class MongoCommandException : MongoException
{
    private MongoCommandException(ErrorCode code, ServerAddress address, string command, int? serverCode, string? name, string message, string remedy, RawDocument reply)
        : base(code, message, remedy, reply["errorLabels"]?.AsArray?.Select(static label => label.AsString).OfType<string>())
    {
        Address = address;
        Command = command;
        ServerCode = serverCode;
        ServerCodeName = name;
        Reply = reply;
    }

    /// <summary>The server.</summary>
    public ServerAddress Address { get; }

    /// <summary>The name of the command.</summary>
    public string Command { get; }

    /// <summary>MongoDB's number of the error; null when it gave none.</summary>
    public int? ServerCode { get; }

    /// <summary>MongoDB's name of the error; null when it gave none.</summary>
    public string? ServerCodeName { get; }

    /// <summary>All that the server said.</summary>
    public RawDocument Reply { get; }

    /// <summary>The error of a reply; null when it has none.</summary>
    /// <param name="address">The server.</param>
    /// <param name="command">The name of the command.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="returnsWriteErrors">Whether errors of single writes are the caller's to look at.</param>
    internal static MongoCommandException? Of(ServerAddress address, string command, RawDocument reply, bool returnsWriteErrors)
    {
        if (reply["ok"]?.AsBoolean != true)
        {
            return Make(MongoErrors.CommandRefused, address, command, reply, reply, "refused the command", "See the text of the server.");
        }

        if (!returnsWriteErrors && reply["writeErrors"]?.AsArray?.FirstOrDefault()?.AsDocument is { } write)
        {
            return Make(MongoErrors.WritesRefused, address, command, write, reply, "refused a write of the command", "Correct the document that the server names, or the rule that it breaks.");
        }

        return reply["writeConcernError"]?.AsDocument is { } concern
            ? Make(
                MongoErrors.WritesRefused, address, command, concern, reply, "did what was written, but could not confirm it on enough members, in the command",
                "See that a majority of the members with data is up (rs.status() in mongosh), and run it again.")
            : null;
    }

    private static MongoCommandException Make(ErrorCode code, ServerAddress address, string command, RawDocument error, RawDocument reply, string what, string remedy)
    {
        var number = error["code"]?.AsInt32;
        var name = error["codeName"]?.AsString;
        var text = error["errmsg"]?.AsString ?? "it gave no reason";
        var numbered = number is null ? "" : $" (error {number}{(name is null ? "" : $", {name}")})";
        return new(code, address, command, number, name, $"The MongoDB server {address} {what} '{command}'{numbered}: {text}", RemedyFor(number) ?? remedy, reply);
    }

    private static string? RemedyFor(int? code) => code switch
    {
        13 => "Give the user a role that allows it, such as readWrite and dbAdmin on the database.",
        18 => "Check user, password and authSource of the connection string.",
        20 or 263 => "Use a replica set or a sharded cluster: this server has no transactions.",
        50 => "Give the command more time, or make it smaller.",
        112 => "Run it again: another operation wrote to the same documents.",
        _ => null,
    };
}
