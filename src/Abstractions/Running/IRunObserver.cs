namespace DocMigrate.Running;

/// <summary>Is told what a run does, as it does it.</summary>
public interface IRunObserver
{
    /// <summary>Called in order, from one thread at a time. Must return quickly and not throw.</summary>
    void OnEvent(RunEvent runEvent);
}
