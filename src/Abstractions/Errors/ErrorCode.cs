namespace DocMigrate.Errors;

/// <summary>The stable code of a kind of error. Each has a page, <c>docs/errors/DM1001.md</c>.</summary>
/// <param name="Value">The code: <c>DM</c> and four digits.</param>
/// <param name="Title">What the code stands for, in a few words.</param>
public sealed record ErrorCode(string Value, string Title)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
