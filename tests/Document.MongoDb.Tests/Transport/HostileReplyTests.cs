using System.Net.Sockets;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Failures;
using DocMigrate.Document.MongoDb.Sessions;
using DocMigrate.Document.MongoDb.Tests.Support;
using DocMigrate.Document.MongoDb.Topology;
using DocMigrate.Document.MongoDb.Wire;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Tests.Transport;

/// <summary>Replies from a seeded generator, taken in by everything that looks into replies: understood or refused with a typed error, in bounded memory.</summary>
public sealed class HostileReplyTests
{
    private static readonly ServerAddress Address = new("127.0.0.1", 27017);
    private static readonly JObject Ping = new(new JProperty("ping", new JValue((object)1)));

    private static readonly string[] Originals =
    [
        """{"isWritablePrimary":true,"setName":"rs","setVersion":3,"electionId":{"$oid":"7fffffff0000000000000001"},"me":"a:27017","primary":"a:27017","hosts":["a:27017","b:27017"],"passives":["c:27017"],"arbiters":[],"topologyVersion":{"processId":{"$oid":"7fffffff0000000000000002"},"counter":{"$numberLong":"4"}},"maxWireVersion":21,"minWireVersion":0,"maxBsonObjectSize":16777216,"maxMessageSizeBytes":48000000,"logicalSessionTimeoutMinutes":30,"saslSupportedMechs":["SCRAM-SHA-256"],"ok":1.0}""",
        """{"ok":0.0,"errmsg":"not primary","code":10107,"codeName":"NotWritablePrimary","errorLabels":["RetryableWriteError"],"topologyVersion":{"processId":{"$oid":"7fffffff0000000000000002"},"counter":{"$numberLong":"5"}},"$clusterTime":{"clusterTime":{"$timestamp":{"t":5,"i":1}}}}""",
        """{"n":1,"writeErrors":[{"index":0,"code":11000,"errmsg":"duplicate"}],"writeConcernError":{"code":64,"codeName":"WriteConcernTimeout","errmsg":"timed out"},"recoveryToken":{"x":1},"ok":1.0}""",
    ];

    [Fact]
    public async Task Twenty_thousand_mutated_replies_are_understood_or_refused()
    {
        var random = new Random(20261122);
        var originals = Originals.Select(static json => Reply.Message(1, DocumentReader.Read(json))).ToArray();
        int understood = 0, refused = 0;
        for (var i = 0; i < 20_000; i++)
        {
            if (await TakeInAsync(Mutate(originals[i % originals.Length], random)))
            {
                understood++;
            }
            else
            {
                refused++;
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"reply fuzz: {understood} understood, {refused} refused");
        Assert.True(understood > 100 && refused > 100);
    }

    private static async Task<bool> TakeInAsync(byte[] bytes)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await using var connection = new MongoConnection(Address, socket, new CannedStream(bytes), Timeout.InfiniteTimeSpan, TimeProvider.System);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var reply = await connection.RunAsync("admin", Ping, CancellationToken.None);
            LookInto(reply);
            return true;
        }
        catch (MigrationException error)
        {
            Assert.Matches("^DM(6200|6213|6215|5006)$", error.Code.Value);
            return false;
        }
        finally
        {
            // Nothing waits here, so that all of it is on this thread.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }
    }

    private static void LookInto(RawDocument reply)
    {
        var connection = ConnectionString.Parse("mongodb://127.0.0.1:27017/?replicaSet=rs");
        var state = new TopologyState(TopologyDescription.Start(connection)).WithHello(ServerDescription.FromHello(Address, reply));
        state = state.WithReply(Address, reply, generation: 0, maxWireVersion: 21);
        Assert.NotNull(state.Description.Servers);
        new ClusterClock().See(reply);
        _ = MongoCommandException.Of(Address, "ping", reply, returnsWriteErrors: false);
        _ = MongoCommandException.Of(Address, "ping", reply, returnsWriteErrors: true);
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToArray();
        for (var edits = random.Next(1, 4); edits > 0 && bytes.Length > 0; edits--)
        {
            // Mostly behind the header, which few mutations pass.
            var at = random.Next(10) == 0 || bytes.Length <= 21 ? random.Next(bytes.Length) : random.Next(21, bytes.Length);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 when random.Next(4) == 0:
                    bytes = bytes[..at];
                    break;
                default:
                    BitConverter.TryWriteBytes(bytes.AsSpan(at), random.Next(2) == 0 ? int.MaxValue : random.Next(-5, 64));
                    break;
            }
        }

        return bytes;
    }
}
