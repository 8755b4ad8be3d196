using DocMigrate.Errors;

namespace DocMigrate.Engine.Serialization;

/// <summary>What can go wrong between operations and their JSON.</summary>
internal static class SerializationErrors
{
    public static readonly ErrorCode UnknownKind = new("DM2001", "Unknown kind of operation");
    public static readonly ErrorCode UnreadableOperations = new("DM2002", "Recorded operations can't be read");
    public static readonly ErrorCode UnregisteredOperation = new("DM2003", "Operation without a kind");
}
