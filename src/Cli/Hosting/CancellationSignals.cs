using System.Runtime.InteropServices;

namespace DocMigrate.Cli.Hosting;

/// <summary>Turns Ctrl-C and a request to terminate into a cancellation; the second one ends the process at once.</summary>
internal sealed class CancellationSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action _firstTime;
    private bool _ignored;

    /// <param name="firstTime">Is called when the first signal comes.</param>
    public CancellationSignals(Action firstTime)
    {
        _firstTime = firstTime;
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];
    }

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>From now on signals are for another program that has the terminal.</summary>
    public void Ignore() => _ignored = true;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        // Left to the system, the second signal ends the process; the inner host sees its input end, and every step is in a transaction.
        signal.Cancel = _ignored || !_source.IsCancellationRequested;
        if (!_ignored && !_source.IsCancellationRequested)
        {
            _firstTime();
            _source.Cancel();
        }
    }
}
