using DocMigrate.Errors;

namespace DocMigrate.Engine.Tests.Fakes;

public static class FakeErrors
{
    public static ErrorCode State { get; } = new("DM9001", "Fake state");

    public static ErrorCode Data { get; } = new("DM9002", "Fake data");

    public static ErrorCode Locked { get; } = new("DM9003", "Fake lock");

    public static ErrorCode Store { get; } = new("DM9004", "Fake store");
}
