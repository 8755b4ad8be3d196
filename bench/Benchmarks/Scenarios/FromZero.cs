using DocMigrate.Benchmarks.Histories;

namespace DocMigrate.Benchmarks.Scenarios;

/// <summary>1,000 migrations over 500 linked tables from an empty file; a transaction per migration on both sides.</summary>
internal sealed class FromZero : HistoryScenario
{
    public override string Name => "from-zero-1000";

    public override string Reference => "EF Core Migrate() (References/EfMigration.cs)";

    public override int DefaultScale => 1000;

    public override Task PrepareAsync(string folder, int scale) => MakeEmptyAsync(folder);

    public override Task RunOursAsync(string folder, int scale) => MigrateOursAsync(folder, Plan(scale));

    public override Task RunReferenceAsync(string folder, int scale) => MigrateTheirsAsync(folder, Plan(scale));

    protected override HistoryPlan Plan(int scale) => new(scale, scale / 2);
}
