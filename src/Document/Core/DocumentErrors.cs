using DocMigrate.Errors;

namespace DocMigrate.Document;

/// <summary>The codes of errors about documents, their operations and their state.</summary>
public static class DocumentErrors
{
    /// <summary>The text is no JSON.</summary>
    public static ErrorCode InvalidJson { get; } = new("DM5001", "Not valid JSON");

    /// <summary>An object has one key twice.</summary>
    public static ErrorCode DuplicateKey { get; } = new("DM5002", "Duplicate key");

    /// <summary>A number does not fit any type that documents have.</summary>
    public static ErrorCode NumberOutOfRange { get; } = new("DM5003", "A number that can't be held");

    /// <summary>An object has a wrapper's key and is no wrapper.</summary>
    public static ErrorCode InvalidWrapper { get; } = new("DM5004", "An object that looks like an Extended JSON wrapper");

    /// <summary>The nesting is too deep.</summary>
    public static ErrorCode TooDeep { get; } = new("DM5005", "Nested too deeply");

    /// <summary>Text is not valid Unicode.</summary>
    public static ErrorCode InvalidText { get; } = new("DM5006", "Text that is not valid Unicode");

    /// <summary>A value in memory has a type that documents do not have.</summary>
    public static ErrorCode UnsupportedValue { get; } = new("DM5007", "A value that a document can't hold");

    /// <summary>A collection is declared already.</summary>
    public static ErrorCode CollectionExists { get; } = new("DM5101", "The collection exists");

    /// <summary>A field is there already.</summary>
    public static ErrorCode FieldExists { get; } = new("DM5102", "The field exists");

    /// <summary>An index is there already.</summary>
    public static ErrorCode IndexExists { get; } = new("DM5103", "The index exists");

    /// <summary>An index is not there.</summary>
    public static ErrorCode UnknownIndex { get; } = new("DM5104", "Unknown index");

    /// <summary>An operation contradicts itself.</summary>
    public static ErrorCode InvalidOperation { get; } = new("DM5105", "An operation that can't be done");

    /// <summary>A stated default is no value of the field's type.</summary>
    public static ErrorCode BadDefault { get; } = new("DM5106", "A default that does not fit");

    /// <summary>A field looks moved, and nobody has said whether it was.</summary>
    public static ErrorCode MoveUnstated { get; } = new("DM6610", "Fields that may have been moved");

    /// <summary>A text that a field could be looks renamed, and nobody has said whether it was.</summary>
    public static ErrorCode ValueUnstated { get; } = new("DM6611", "Texts that may have been renamed");

    /// <summary>A field that could be null now can't, and nobody has said what documents get.</summary>
    public static ErrorCode DefaultRequired { get; } = new("DM6612", "Required field without a default");

    /// <summary>The code of a transform is not there.</summary>
    public static ErrorCode TransformCodeMissing { get; } = new("DM5201", "The code of a transform is missing");

    /// <summary>Documents do not fit an operation whose policy is to fail.</summary>
    public static ErrorCode Misfit { get; } = new("DM5202", "Documents that do not fit");

    /// <summary>The history has an expression of a kind that is not known.</summary>
    public static ErrorCode UnknownExpression { get; } = new("DM6040", "Unknown kind of expression");
}
