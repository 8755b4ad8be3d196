using DocMigrate.Errors;
using DocMigrate.Models;
using DocMigrate.Sql.State;
using DocMigrate.Sql.Values;

namespace DocMigrate.Sql.Building;

/// <summary>Declares a column: its type, and what else is said. As in SQL it may be null unless <see cref="NotNull"/> or <see cref="Key"/> is said. Not thread-safe.</summary>
public sealed class ColumnBuilder
{
    private readonly string _table;
    private readonly string _name;
    private ScalarKind _type = ScalarKind.Any;
    private int? _maxLength;
    private bool _nullable = true;
    private bool _key;
    private bool _autoIncrement;
    private object? _default;
    private object? _fill;
    private ForeignKeyState? _references;

    internal ColumnBuilder(string table, string name)
    {
        _table = table;
        _name = name;
    }

    internal string? FillText => _fill is null ? null : TextOf(_fill);

    /// <summary>True or false.</summary>
    public ColumnBuilder Boolean() => Of(ScalarKind.Boolean);

    /// <summary>A whole number of 32 bits.</summary>
    public ColumnBuilder Int32() => Of(ScalarKind.Int32);

    /// <summary>A whole number of 64 bits.</summary>
    public ColumnBuilder Int64() => Of(ScalarKind.Int64);

    /// <summary>A floating-point number of 64 bits.</summary>
    public ColumnBuilder Double() => Of(ScalarKind.Double);

    /// <summary>A decimal number. SQLite keeps it as text, exactly.</summary>
    public ColumnBuilder Decimal() => Of(ScalarKind.Decimal);

    /// <summary>Text.</summary>
    /// <param name="maxLength">The greatest number of characters; null (the default) when unlimited. SQLite does not enforce it.</param>
    public ColumnBuilder Text(int? maxLength = null) => Of(ScalarKind.String, maxLength);

    /// <summary>A date with a time, with or without an offset.</summary>
    public ColumnBuilder DateTime() => Of(ScalarKind.DateTime);

    /// <summary>A date.</summary>
    public ColumnBuilder Date() => Of(ScalarKind.Date);

    /// <summary>A time of day, or a length of time.</summary>
    public ColumnBuilder Time() => Of(ScalarKind.Time);

    /// <summary>A globally unique identifier.</summary>
    public ColumnBuilder Guid() => Of(ScalarKind.Guid);

    /// <summary>Bytes.</summary>
    /// <param name="maxLength">The greatest number of bytes; null (the default) when unlimited. SQLite does not enforce it.</param>
    public ColumnBuilder Binary(int? maxLength = null) => Of(ScalarKind.Binary, maxLength);

    /// <summary>It may be null: the default.</summary>
    public ColumnBuilder Nullable()
    {
        _nullable = true;
        return this;
    }

    /// <summary>It may not be null.</summary>
    public ColumnBuilder NotNull()
    {
        _nullable = false;
        return this;
    }

    /// <summary>It is the primary key, or a part of it, and so not null.</summary>
    public ColumnBuilder Key()
    {
        _key = true;
        _nullable = false;
        return this;
    }

    /// <summary>The store numbers new rows, never with a number that was used before. Only for a single integer key.</summary>
    public ColumnBuilder AutoIncrement()
    {
        _autoIncrement = true;
        return this;
    }

    /// <summary>It refers to a key of another table, or of its own.</summary>
    public ColumnBuilder References(string table, string column)
    {
        _references = new ForeignKeyState { Table = table, Column = column };
        return this;
    }

    /// <summary>The value of rows that state none; dates, times and identifiers in ISO form, bytes as hexadecimal digits.</summary>
    public ColumnBuilder Default(string value) => DefaultOf(value);

    /// <summary>The value of rows that state none.</summary>
    public ColumnBuilder Default(bool value) => DefaultOf(value);

    /// <summary>The value of rows that state none.</summary>
    public ColumnBuilder Default(long value) => DefaultOf(value);

    /// <summary>The value of rows that state none.</summary>
    public ColumnBuilder Default(double value) => DefaultOf(value);

    /// <summary>The value of rows that state none.</summary>
    public ColumnBuilder Default(decimal value) => DefaultOf(value);

    /// <summary>The value that the rows which are there get, when the column is added; it does not become the column's default.</summary>
    public ColumnBuilder Fill(string value) => FillOf(value);

    /// <summary>The value that the rows which are there get, when the column is added; it does not become the column's default.</summary>
    public ColumnBuilder Fill(bool value) => FillOf(value);

    /// <summary>The value that the rows which are there get, when the column is added; it does not become the column's default.</summary>
    public ColumnBuilder Fill(long value) => FillOf(value);

    /// <summary>The value that the rows which are there get, when the column is added; it does not become the column's default.</summary>
    public ColumnBuilder Fill(double value) => FillOf(value);

    /// <summary>The value that the rows which are there get, when the column is added; it does not become the column's default.</summary>
    public ColumnBuilder Fill(decimal value) => FillOf(value);

    internal ColumnState Build() => new()
    {
        Name = _name,
        Type = _type,
        MaxLength = _maxLength,
        Nullable = _nullable,
        Key = _key,
        AutoIncrement = _autoIncrement,
        Default = _default is null ? null : TextOf(_default),
        References = _references,
    };

    private ColumnBuilder Of(ScalarKind type, int? maxLength = null)
    {
        _type = type;
        _maxLength = maxLength;
        return this;
    }

    private ColumnBuilder DefaultOf(object value)
    {
        _default = value;
        return this;
    }

    private ColumnBuilder FillOf(object value)
    {
        _fill = value;
        return this;
    }

    private string TextOf(object value) => SqlText.Of(_type, value) ?? throw new StateException(
        SqlErrors.InvalidValue,
        $"Column '{_name}' of table '{_table}': '{value}' is no value of type {_type}.",
        "Give a value of the column's type; dates, times and identifiers in ISO form, bytes as hexadecimal digits.");
}
