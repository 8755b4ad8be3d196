using System.Globalization;
using DocMigrate.Running;

namespace Polyglot.Demo;

/// <summary>Has a run wait when some documents of a collection are done and others are not.</summary>
/// <param name="pause">The file while which is there the run waits.</param>
internal sealed class HalfwayObserver(string pause) : IRunObserver
{
    public void OnEvent(RunEvent runEvent)
    {
        if (runEvent is ProgressEvent { Done: > 0 } progress && progress.Done < progress.Total && !File.Exists(pause))
        {
            File.WriteAllText(pause, "");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Worker.Waiting}: {progress.Subject}, {progress.Done:N0} of {progress.Total:N0} documents done"));
        }
    }
}
