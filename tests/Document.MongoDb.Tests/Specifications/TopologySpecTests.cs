using System.Text.Json;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Document.MongoDb.Topology;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.MongoDb.Tests.Specifications;

/// <summary>server-discovery-and-monitoring: the state after each phase of answers and errors.</summary>
public sealed class TopologySpecTests
{
    [Theory]
    [InlineData("single")]
    [InlineData("rs")]
    [InlineData("sharded")]
    [InlineData("errors")]
    public void Holds_the_discovery_specification(string folder)
    {
        var run = new SpecificationRun($"server-discovery-and-monitoring/{folder}");
        foreach (var (file, content) in SpecificationData.Read($"server-discovery-and-monitoring/tests/{folder}"))
        {
            run.Case(file, content.GetProperty("description").GetString()!, () => Case(content));
        }

        run.Finish();
    }

    private static void Case(JsonElement test)
    {
        var state = new TopologyState(TopologyDescription.Start(ConnectionString.Parse(test.GetProperty("uri").GetString()!)));
        foreach (var phase in test.GetProperty("phases").EnumerateArray())
        {
            if (phase.TryGetProperty("responses", out var responses))
            {
                foreach (var response in responses.EnumerateArray())
                {
                    var address = ServerAddress.Parse(response[0].GetString()!);
                    state = response[1].EnumerateObject().Any()
                        ? state.WithHello(ServerDescription.FromHello(address, Raw(response[1])))
                        : state.WithMonitorError(address, "the connection was closed");
                }
            }

            if (phase.TryGetProperty("applicationErrors", out var errors))
            {
                state = errors.EnumerateArray().Aggregate(state, Error);
            }

            if (phase.TryGetProperty("outcome", out var outcome))
            {
                Outcome(outcome, state);
            }
        }
    }

    private static TopologyState Error(TopologyState state, JsonElement error)
    {
        var address = ServerAddress.Parse(error.GetProperty("address").GetString()!);
        var generation = error.TryGetProperty("generation", out var stated) ? stated.GetInt32() : state.GenerationOf(address);
        return error.GetProperty("type").GetString() switch
        {
            "command" => state.WithReply(address, Raw(error.GetProperty("response")), generation, error.GetProperty("maxWireVersion").GetInt32()),
            var type => state.WithNetworkError(address, "the connection was closed", generation, isTimeout: type == "timeout"),
        };
    }

    private static void Outcome(JsonElement outcome, TopologyState state)
    {
        var actual = state.Description;
        Assert.Equal(outcome.GetProperty("topologyType").GetString(), actual.Kind.ToString());
        Assert.Equal(outcome.GetProperty("setName").GetString(), actual.SetName);
        Assert.Equal(
            outcome.GetProperty("servers").EnumerateObject().Select(static server => server.Name.ToLowerInvariant()).Order(StringComparer.Ordinal),
            actual.Servers.Keys.Select(static address => address.ToString()).Order(StringComparer.Ordinal));
        if (outcome.TryGetProperty("logicalSessionTimeoutMinutes", out var minutes))
        {
            Assert.Equal(Number(minutes), actual.SessionTimeoutMinutes);
        }

        if (outcome.TryGetProperty("compatible", out var compatible))
        {
            Assert.Equal(compatible.GetBoolean(), actual.Incompatibility is null);
        }

        if (outcome.TryGetProperty("maxSetVersion", out var version))
        {
            Assert.Equal(Number(version), actual.MaxSetVersion);
        }

        if (outcome.TryGetProperty("maxElectionId", out var election))
        {
            Assert.Equal(ObjectId(election), actual.MaxElectionId);
        }

        foreach (var expected in outcome.GetProperty("servers").EnumerateObject())
        {
            Server(expected.Value, actual.Servers[ServerAddress.Parse(expected.Name)], state);
        }
    }

    private static void Server(JsonElement expected, ServerDescription actual, TopologyState state)
    {
        foreach (var property in expected.EnumerateObject())
        {
            switch (property.Name)
            {
                case "type":
                    Assert.Equal(Kind(property.Value.GetString()!), actual.Kind);
                    break;
                case "setName":
                    Assert.Equal(property.Value.GetString(), actual.SetName);
                    break;
                case "setVersion":
                    Assert.Equal(Number(property.Value), actual.SetVersion);
                    break;
                case "electionId":
                    Assert.Equal(ObjectId(property.Value), actual.ElectionId);
                    break;
                case "error":
                    Assert.Equal(property.Value.GetString(), actual.Error);
                    break;
                case "pool":
                    Assert.Equal(property.Value.GetProperty("generation").GetInt32(), state.GenerationOf(actual.Address));
                    break;
                case "topologyVersion":
                    Assert.Equal(
                        property.Value.ValueKind == JsonValueKind.Null ? null : TopologyVersion.Read(Raw(property.Value)), actual.TopologyVersion);
                    break;
                default:
                    Assert.Fail($"The test states '{property.Name}', which nobody looks at.");
                    break;
            }
        }
    }

    // "Possible primary" is a hint for clients with one thread; others may leave such a server unknown.
    private static ServerKind Kind(string type) => type == "PossiblePrimary" ? ServerKind.Unknown : Enum.Parse<ServerKind>(type.StartsWith("RS", StringComparison.Ordinal) ? type[2..] : type);

    private static int? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt32();

    private static string? ObjectId(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetProperty("$oid").GetString();

    private static RawDocument Raw(JsonElement value) => BsonWriter.ToRaw(DocumentReader.Read(value.GetRawText()));
}
