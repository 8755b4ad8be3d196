using System.Runtime.CompilerServices;
using DocMigrate.Cli.Hosting;

namespace DocMigrate.Cli;

internal static class Program
{
    // The same file is two programs. In the inner host the project's dependencies are what is loaded, and the command line's libraries are
    // not among them: nothing that refers to them may be compiled on that path, hence two methods that are never inlined.
    public static Task<int> Main(string[] args) => args is [InnerHostProcess.Argument] ? RunInnerHostAsync() : RunToolAsync(args);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<int> RunInnerHostAsync() => InnerHost.RunAsync();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<int> RunToolAsync(string[] args) => Tool.RunAsync(args);
}
