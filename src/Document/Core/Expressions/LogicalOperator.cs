namespace DocMigrate.Document.Expressions;

/// <summary>How conditions are joined.</summary>
public enum LogicalOperator
{
    /// <summary>All hold.</summary>
    And,

    /// <summary>One of them holds.</summary>
    Or,
}
