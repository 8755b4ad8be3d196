namespace DocMigrate.Document.Expressions;

/// <summary>The types that are computed with, from narrow to wide.</summary>
internal enum NumberType
{
    Int32,
    Int64,
    Double,
    Decimal,
}
