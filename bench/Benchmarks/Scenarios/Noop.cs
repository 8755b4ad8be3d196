using DocMigrate.Benchmarks.Histories;

namespace DocMigrate.Benchmarks.Scenarios;

/// <summary>Nothing is pending: 1,000 migrations over 200 models are applied. Warmed up, as in an application that is started again.</summary>
internal sealed class Noop : HistoryScenario
{
    private const int Calls = 20;

    public override string Name => "noop-1000";

    public override string Reference => "EF Core Migrate() (References/EfContext.cs)";

    public override int DefaultScale => 1000;

    public override async Task PrepareAsync(string folder, int scale)
    {
        await MakeEmptyAsync(folder);
        await MigrateOursAsync(folder, Plan(scale));
        await MigrateTheirsAsync(folder, Plan(scale));
    }

    public override Task WarmUpOursAsync(string folder, int scale) => RunOursAsync(folder, scale);

    public override Task WarmUpReferenceAsync(string folder, int scale) => RunReferenceAsync(folder, scale);

    public override async Task RunOursAsync(string folder, int scale)
    {
        for (var call = 0; call < Calls; call++)
        {
            await MigrateOursAsync(folder, Plan(scale));
        }
    }

    public override async Task RunReferenceAsync(string folder, int scale)
    {
        for (var call = 0; call < Calls; call++)
        {
            await MigrateTheirsAsync(folder, Plan(scale));
        }
    }

    protected override HistoryPlan Plan(int scale) => new(scale, scale / 5);
}
