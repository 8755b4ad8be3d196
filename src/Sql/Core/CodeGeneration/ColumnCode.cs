using System.Globalization;
using System.Text;
using DocMigrate.CodeGeneration;
using DocMigrate.Models;
using DocMigrate.Sql.State;
using DocMigrate.Sql.Values;

namespace DocMigrate.Sql.CodeGeneration;

/// <summary>Writes a column as the lambda that declares it.</summary>
internal static class ColumnCode
{
    public static string Of(ColumnState column, string? fill = null)
    {
        var code = new StringBuilder("c => c.").Append(Type(column));
        if (column.Key)
        {
            code.Append(".Key()");
        }
        else if (!column.Nullable)
        {
            code.Append(".NotNull()");
        }

        if (column.AutoIncrement)
        {
            code.Append(".AutoIncrement()");
        }

        if (column.Default is { } text)
        {
            code.Append(".Default(").Append(SqlText.ToCSharp(column.Type, text)).Append(')');
        }

        if (column.References is { } key)
        {
            code.Append(".References(").Append(CSharpLiteral.Of(key.Table)).Append(", ").Append(CSharpLiteral.Of(key.Column)).Append(')');
        }

        if (fill is not null)
        {
            code.Append(".Fill(").Append(SqlText.ToCSharp(column.Type, fill)).Append(')');
        }

        return code.ToString();
    }

    private static string Type(ColumnState column)
    {
        var name = column.Type == ScalarKind.String ? "Text" : column.Type.ToString();
        return $"{name}({column.MaxLength?.ToString(CultureInfo.InvariantCulture)})";
    }
}
