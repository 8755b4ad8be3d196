namespace DocMigrate.Operations;

/// <summary>Words beside a record that are no part of what it is: two remarks are always equal.</summary>
internal readonly struct Remark(string? text) : IEquatable<Remark>
{
    public string? Text { get; } = text;

    public bool Equals(Remark other) => true;

    public override bool Equals(object? obj) => obj is Remark;

    public override int GetHashCode() => 0;
}
