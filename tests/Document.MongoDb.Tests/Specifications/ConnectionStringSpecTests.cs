using System.Globalization;
using System.Text.Json;
using DocMigrate.Document.MongoDb.Connecting;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Tests.Specifications;

/// <summary>connection-string, uri-options and auth: what is read, what is refused, what is warned of.</summary>
public sealed class ConnectionStringSpecTests
{
    private static readonly Dictionary<string, string> AuthExclusions = new()
    {
        ["auth/tests/legacy/connection-string.json: should throw an exception if username and password provided (MONGODB-AWS)"] =
            "contradicts 'should use username and password if specified (MONGODB-AWS)' of the same file; connecting with this mechanism is refused anyway",
    };

    [Fact]
    public void Holds_the_connection_string_specification() => Run("connection-string");

    [Fact]
    public void Holds_the_uri_options_specification() => Run("uri-options");

    [Fact]
    public void Holds_the_connection_strings_of_the_authentication_specification()
    {
        var run = new SpecificationRun("auth", AuthExclusions);
        foreach (var (file, content) in SpecificationData.Read("auth"))
        {
            foreach (var test in content.GetProperty("tests").EnumerateArray())
            {
                run.Case(file, test.GetProperty("description").GetString()!, () => Credential(test));
            }
        }

        run.Finish();
    }

    private static void Run(string suite)
    {
        var run = new SpecificationRun(suite);
        foreach (var (file, content) in SpecificationData.Read(suite))
        {
            foreach (var test in content.GetProperty("tests").EnumerateArray())
            {
                run.Case(file, test.GetProperty("description").GetString()!, () => Case(test));
            }
        }

        run.Finish();
    }

    private static void Case(JsonElement test)
    {
        if (Read(test) is not { } actual)
        {
            return;
        }

        Assert.Equal(test.GetProperty("warning").GetBoolean(), actual.Warnings.Count > 0);
        if (test.GetProperty("hosts") is { ValueKind: JsonValueKind.Array } hosts)
        {
            Assert.Equal(hosts.EnumerateArray().Select(Host), actual.Hosts);
        }

        if (test.GetProperty("auth") is { ValueKind: JsonValueKind.Object } auth)
        {
            Assert.Equal(auth.GetProperty("username").GetString(), actual.Credential?.Username);
            Assert.Equal(auth.GetProperty("password").GetString(), actual.Credential?.Password);
            Assert.Equal(auth.GetProperty("db").GetString(), actual.Database);
        }

        if (test.GetProperty("options") is { ValueKind: JsonValueKind.Object } options)
        {
            foreach (var option in options.EnumerateObject())
            {
                var value = option.Name == "authSource" ? actual.Credential?.Source ?? actual.Options.GetValueOrDefault(option.Name) : actual.Options[option.Name];
                Assert.Equal(Text(option.Value), Text(JsonSerializer.SerializeToElement(value)));
            }
        }
    }

    private static void Credential(JsonElement test)
    {
        if (Read(test) is not { } actual)
        {
            return;
        }

        var expected = test.GetProperty("credential");
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(actual.Credential);
            return;
        }

        Assert.NotNull(actual.Credential);
        Assert.Equal(expected.GetProperty("username").GetString(), actual.Credential.Username);
        Assert.Equal(expected.GetProperty("password").GetString(), actual.Credential.Password);
        Assert.Equal(expected.GetProperty("source").GetString(), actual.Credential.Source);
        Assert.Equal(expected.GetProperty("mechanism").GetString(), actual.Credential.Mechanism);
        if (expected.GetProperty("mechanism_properties") is { ValueKind: JsonValueKind.Object } properties)
        {
            Assert.Equal(properties.EnumerateObject().ToDictionary(static property => property.Name, static property => property.Value.GetString()!), actual.Credential.Properties);
        }
        else
        {
            Assert.Empty(actual.Credential.Properties);
        }
    }

    /// <summary>Null when the string must be refused, and was: with its code, and without a word of it.</summary>
    private static ConnectionString? Read(JsonElement test)
    {
        var uri = test.GetProperty("uri").GetString()!;
        if (test.GetProperty("valid").GetBoolean())
        {
            return ConnectionString.Parse(uri);
        }

        Assert.Equal("DM6203", Assert.Throws<ConfigurationException>(() => ConnectionString.Parse(uri)).Code.Value);
        return null;
    }

    private static ServerAddress Host(JsonElement host) => new(
        host.GetProperty("host").GetString()!,
        host.GetProperty("type").GetString() == "unix" ? 0 : host.GetProperty("port") is { ValueKind: JsonValueKind.Number } port ? port.GetInt32() : 27017);

    // Objects by sorted keys: the order of properties means nothing here.
    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => string.Join(",", value.EnumerateObject().OrderBy(static property => property.Name, StringComparer.Ordinal).Select(static property => $"{property.Name}={Text(property.Value)}")),
        JsonValueKind.Array => string.Join(";", value.EnumerateArray().Select(Text)),
        JsonValueKind.Number => value.GetInt32().ToString(CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
