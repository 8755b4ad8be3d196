namespace DocMigrate.Inspection;

/// <summary>What can be made of an inferred shape.</summary>
public enum EmitFormat
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Model classes in C#.</summary>
    CSharp,

    /// <summary>A JSON schema of draft 2020-12 for each collection.</summary>
    JsonSchema,
}
