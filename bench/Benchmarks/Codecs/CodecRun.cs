using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace DocMigrate.Benchmarks.Codecs;

/// <summary>Runs a codec's benchmarks by BenchmarkDotNet in this process, which is one of its own already.</summary>
internal static class CodecRun
{
    private const double Nanoseconds = 1e9;
    private const double Megabyte = 1048576.0;

    /// <summary>The figures of one pass over all files: there and back, each direction, then each file there and back.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="name">What is put before the names of the figures.</param>
    public static IReadOnlyList<Part> Of<T>(string folder, string name = "")
        where T : CodecBenchmark
    {
        CodecBenchmark.Folder = folder;
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(8).WithIterationCount(12)
            .WithIterationTime(TimeInterval.FromMilliseconds(50)).WithEvaluateOverhead(false);
        var summary = BenchmarkRunner.Run<T>(ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).AddLogger(NullLogger.Instance)
            .WithArtifactsPath(Path.Combine(folder, "benchmarkdotnet")));
        var reports = summary.Reports.Where(static report => report.Success).ToList();
        return reports.Count == 0 || reports.Count != summary.BenchmarksCases.Length
            ? throw new InvalidOperationException($"BenchmarkDotNet ran {reports.Count} of {summary.BenchmarksCases.Length} benchmarks of {typeof(T).Name}.")
            :
            [
                .. reports.GroupBy(MethodOf).OrderByDescending(static group => group.Key == nameof(CodecBenchmark.Both)).Select(group => Sum(name + Words(group.Key), group)),
                .. reports.Where(static report => MethodOf(report) == nameof(CodecBenchmark.Both)).Select(report => Sum($"{name}both, {report.BenchmarkCase.Parameters["File"]}", [report])),
            ];
    }

    private static string MethodOf(BenchmarkReport report) => report.BenchmarkCase.Descriptor.WorkloadMethod.Name;

    private static string Words(string method) => method.ToLowerInvariant();

    private static Part Sum(string name, IEnumerable<BenchmarkReport> reports) => new(
        name,
        reports.Sum(static report => report.ResultStatistics!.Median) / Nanoseconds,
        reports.Sum(static report => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0) / Megabyte);
}
