using System.Runtime.InteropServices;

namespace DocMigrate.Cli.Hosting;

/// <summary>Turns Ctrl-C and a request to terminate into cancellations: the first asks to stop, the second stops.</summary>
internal sealed class CancellationSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action _firstTime;
    private bool _ignored;

    /// <param name="firstTime">Is called when the first signal comes.</param>
    public CancellationSignals(Action firstTime)
    {
        _firstTime = firstTime;
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];
    }

    /// <summary>Is cancelled by the first signal: stop at the next safe point.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Is cancelled by the second signal: stop where you are. What was committed stays, the rest is undone by the database.</summary>
    public CancellationToken Abort => _abort.Token;

    /// <summary>From now on signals are for another program that has the terminal.</summary>
    public void Ignore() => _ignored = true;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
        _abort.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        // The third is left to the system, which ends the process.
        signal.Cancel = _ignored || !_abort.IsCancellationRequested;
        if (_ignored)
        {
            return;
        }

        if (_stop.IsCancellationRequested)
        {
            _abort.Cancel();
        }
        else
        {
            _firstTime();
            _stop.Cancel();
        }
    }
}
