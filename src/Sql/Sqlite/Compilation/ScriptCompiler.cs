using DocMigrate.Backends;
using DocMigrate.Planning;
using DocMigrate.Running;
using DocMigrate.Sql.Operations;
using DocMigrate.Sql.Sqlite.Access;
using DocMigrate.Sql.Sqlite.Execution;
using DocMigrate.Sql.State;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Sql.Sqlite.Compilation;

/// <summary>Writes a step as the statements that would run: it runs it on empty tables in memory and listens.</summary>
internal static class ScriptCompiler
{
    public static async Task<IReadOnlyList<CompiledCommand>> CompileAsync(
        PlanStep step, SqliteConnection? database, TableNaming naming, CancellationToken cancellationToken)
    {
        await using var memory = new SqliteConnection("Data Source=:memory:;Pooling=False;Foreign Keys=False");
        await memory.OpenAsync(cancellationToken);
        if (step.Operations.Count > 0)
        {
            await MakeTablesAsync(memory, SqlSchema.Of(step.Operations[0].Before), step, database, cancellationToken);
        }

        List<CompiledCommand> commands = [];
        foreach (var operation in step.Operations)
        {
            commands.AddRange(await CompileAsync(step, operation, memory, naming, cancellationToken));
        }

        return commands;
    }

    private static async Task<List<CompiledCommand>> CompileAsync(
        PlanStep step, PlannedOperation operation, SqliteConnection memory, TableNaming naming, CancellationToken cancellationToken)
    {
        switch (operation.Effective)
        {
            case null:
                return [new CompiledCommand(operation.Authored.Describe(), null)];
            case RunSqlOperation run:
                // What it does to tables that the state does not know can't be tried on an empty database.
                return [new CompiledCommand(run.Describe(), run.Up)];
            case DeclareTableOperation or ForgetTableOperation:
                return [new CompiledCommand(operation.Effective.Describe(), null)];
            default:
                List<string> statements = [];
                var session = new SqlSession(memory, naming, statements.Add);
                await new StepExecutor(session, step, Silence.Instance).RunAsync(operation, cancellationToken);
                return [.. statements.Select(statement => new CompiledCommand(operation.Effective.Describe(), statement + ";"))];
        }
    }

    private static async Task MakeTablesAsync(
        SqliteConnection memory, SqlSchema before, PlanStep step, SqliteConnection? database, CancellationToken cancellationToken)
    {
        var declared = step.Operations.Select(static operation => operation.Effective).OfType<DeclareTableOperation>().Select(static declare => declare.Table);
        foreach (var table in before.Tables.Concat(declared).DistinctBy(static table => table.Name))
        {
            // Of a table that was there before any migration the state knows only a part; its database knows all.
            var live = table.Existing && database is not null ? await LiveTable.FindAsync(database, table.Name, cancellationToken) : null;
            await memory.ExecuteAsync(live?.Sql ?? TableText.Create(table), cancellationToken);
            foreach (var index in table.Indexes)
            {
                await memory.ExecuteAsync(TableText.Index(table.Name, index), cancellationToken);
            }
        }
    }

    private sealed class Silence : IRunObserver
    {
        public static Silence Instance { get; } = new();

        public void OnEvent(RunEvent runEvent)
        {
        }
    }
}
