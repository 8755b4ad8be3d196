using DocMigrate.Operations;

namespace DocMigrate.CodeGeneration;

/// <summary>Writes operations of one family as calls on a <see cref="MigrationBuilder"/> named <c>migration</c>.</summary>
public interface IOperationCodeWriter
{
    /// <summary>The namespaces that the code needs, besides <c>DocMigrate</c>.</summary>
    IReadOnlyList<string> Namespaces { get; }

    /// <summary>Writes the statements. The same operations give the same text, and running it gives equal operations.</summary>
    void Write(CodeWriter writer, string store, IReadOnlyList<MigrationOperation> operations);

    /// <summary>Why an operation can't be written so that running it does the same: it has code without a name, for one. The end of a sentence; null (the default) when it can.</summary>
    string? Obstacle(MigrationOperation operation) => null;

    /// <summary>
    /// The operation that running the code declares: by default the operation itself. Another one where the text of the code counts, as in the source of a
    /// transform, which calls a method by its full name when it is written. With it the content hash of a migration is known before it is compiled.
    /// </summary>
    /// <param name="operation">One that has no obstacle.</param>
    MigrationOperation AsWritten(MigrationOperation operation) => operation;
}
