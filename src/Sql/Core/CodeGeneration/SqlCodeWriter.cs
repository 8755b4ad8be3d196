using DocMigrate.CodeGeneration;
using DocMigrate.Operations;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.State;

namespace DocMigrate.Sql.CodeGeneration;

/// <summary>Writes operations as the calls that declare them.</summary>
internal sealed class SqlCodeWriter : IOperationCodeWriter
{
    public IReadOnlyList<string> Namespaces { get; } = [];

    public void Write(CodeWriter writer, string store, IReadOnlyList<MigrationOperation> operations)
    {
        if (operations.Count == 0)
        {
            return;
        }

        writer.Line($"migration.Sql({CSharpLiteral.Of(store)}, sql => sql").Indent();
        foreach (var operation in operations)
        {
            WriteOperation(writer, operation);
        }

        writer.Outdent().Append(");");
    }

    private static void WriteOperation(CodeWriter writer, MigrationOperation operation)
    {
        switch (operation)
        {
            case CreateTableOperation create:
                WriteTable(writer, "CreateTable", create.Table);
                break;
            case DeclareTableOperation declare:
                WriteTable(writer, "ExistingTable", declare.Table);
                break;
            default:
                writer.Line(Call(operation));
                break;
        }
    }

    private static void WriteTable(CodeWriter writer, string method, TableState table)
    {
        writer.Line($".{method}({CSharpLiteral.Of(table.Name)}, t => t").Indent();
        foreach (var column in table.Columns)
        {
            writer.Line($".Column({CSharpLiteral.Of(column.Name)}, {ColumnCode.Of(column)})");
        }

        foreach (var index in table.Indexes)
        {
            writer.Line($".Index({IndexArguments(table.Name, index)})");
        }

        writer.Outdent().Append(")");
    }

    private static string Call(MigrationOperation operation) => operation switch
    {
        DropTableOperation drop => $".DropTable({CSharpLiteral.Of(drop.Table)})",
        RenameTableOperation rename => $".RenameTable({CSharpLiteral.Of(rename.Table)}, {CSharpLiteral.Of(rename.NewName)})",
        AddColumnOperation add => $".AddColumn({CSharpLiteral.Of(add.Table)}, {CSharpLiteral.Of(add.Column.Name)}, {ColumnCode.Of(add.Column, add.Fill)}{Before(add)})",
        DropColumnOperation drop => $".DropColumn({CSharpLiteral.Of(drop.Table)}, {CSharpLiteral.Of(drop.Column)})",
        RenameColumnOperation rename =>
            $".RenameColumn({CSharpLiteral.Of(rename.Table)}, {CSharpLiteral.Of(rename.Column)}, {CSharpLiteral.Of(rename.NewName)})",
        CreateIndexOperation create => $".CreateIndex({CSharpLiteral.Of(create.Table)}, {IndexArguments(create.Table, create.Index)})",
        DropIndexOperation drop => $".DropIndex({CSharpLiteral.Of(drop.Table)}, {CSharpLiteral.Of(drop.Index)})",
        RunSqlOperation run => $".RunSql({CSharpLiteral.Of(run.Up)}{(run.Down is null ? "" : ", " + CSharpLiteral.Of(run.Down))}{(run.Elidable ? ", elidable: true" : "")})",
        ForgetTableOperation forget => $".ForgetTable({CSharpLiteral.Of(forget.Table)})",
        _ => throw new ArgumentException($"{operation.GetType().Name} is no operation on tables.", nameof(operation)),
    };

    private static string Before(AddColumnOperation add) => add.Before is null ? "" : $", before: {CSharpLiteral.Of(add.Before)}";

    private static string IndexArguments(string table, IndexState index) =>
        CSharpLiteral.Of(index.Columns)
        + (index.Unique ? ", unique: true" : "")
        + (index.Name == IndexState.DefaultName(table, index.Columns) ? "" : $", name: {CSharpLiteral.Of(index.Name)}");
}
