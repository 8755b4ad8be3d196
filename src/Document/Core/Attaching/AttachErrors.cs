using DocMigrate.Errors;

namespace DocMigrate.Document.Attaching;

/// <summary>The codes of errors of attached collections.</summary>
internal static class AttachErrors
{
    /// <summary>The configuration does not say where the documents are.</summary>
    public static ErrorCode BadSetting { get; } = new("DM6640", "The configuration attaches a collection in a way that can't be used");

    /// <summary>An attached collection is to get another name.</summary>
    public static ErrorCode NotRenamed { get; } = new("DM6641", "An attached collection can't be renamed");

    /// <summary>Documents in somebody else's table are to be stamped.</summary>
    public static ErrorCode NoStamps { get; } = new("DM6642", "Attached documents get no stamps");
}
