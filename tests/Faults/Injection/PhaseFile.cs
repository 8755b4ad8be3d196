using System.IO.MemoryMappedFiles;

namespace DocMigrate.Faults.Injection;

/// <summary>A few bytes that a process shares with its parent, which still reads them when the process was killed: what is mapped belongs to the file, not to the process.</summary>
internal sealed class PhaseFile : IDisposable
{
    private const int Length = 16;
    private const int RunningAt = 0;
    private const int StepsAt = 4;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public PhaseFile(string path, bool create)
    {
        _file = MemoryMappedFile.CreateFromFile(path, create ? FileMode.Create : FileMode.Open, null, Length);
        _view = _file.CreateViewAccessor(0, Length);
    }

    /// <summary>Whether the run has its lock and its plan.</summary>
    public bool Running
    {
        get => _view.ReadBoolean(RunningAt);
        set => _view.Write(RunningAt, value);
    }

    /// <summary>How many steps are begun and not yet recorded as ended.</summary>
    public int OpenSteps
    {
        get => _view.ReadInt32(StepsAt);
        set => _view.Write(StepsAt, value);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
