namespace DocMigrate.Locking;

/// <summary>What has become of the process that holds a lock.</summary>
public enum HolderState
{
    /// <summary>It is on this host, and runs.</summary>
    Running,

    /// <summary>It is on this host, and was stopped: by a signal, a debugger or a frozen container.</summary>
    Stopped,

    /// <summary>It was on this host, and is no more.</summary>
    Gone,

    /// <summary>It is on another host, or can't be looked at from here.</summary>
    Elsewhere,
}
