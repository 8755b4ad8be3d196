using System.Buffers.Binary;

namespace DocMigrate.Document.Passes;

/// <summary>
/// Records on disk, written once and read once, in order. The file has no name as soon as it is there (on Windows it goes when it is closed), is only this user's, and nothing of
/// it outlives the process: it has people's data. Not thread-safe.
/// </summary>
internal sealed class SpoolFile : IDisposable
{
    private const int BufferSize = 1 << 16;
    private readonly Stream _file;
    private byte[] _record = new byte[1024];

    /// <param name="file">Empty; disposed with this.</param>
    internal SpoolFile(Stream file) => _file = file;

    /// <summary>Makes a file.</summary>
    /// <param name="folder">Where; null (the default) for the system's folder of temporary files.</param>
    /// <returns>Null where no file can be made there.</returns>
    public static SpoolFile? TryMake(string? folder = null)
    {
        var path = Path.Combine(folder ?? Path.GetTempPath(), $"docmigrate-{Guid.NewGuid():N}.spool");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, BufferSize = BufferSize, Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            var file = new FileStream(path, options);
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(path);
            }

            return new SpoolFile(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>How many bytes were written.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a record. Not after the first was read.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Add(ReadOnlySpan<byte> record)
    {
        Span<byte> size = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(size, record.Length);
        _file.Write(size);
        _file.Write(record);
        Length += size.Length + record.Length;
    }

    /// <summary>Goes to the first record.</summary>
    public void Rewind() => _file.Position = 0;

    /// <summary>The next record; empty after the last one, and where the file ends in the middle of one. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Next()
    {
        Span<byte> prefix = stackalloc byte[sizeof(int)];
        if (_file.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
        {
            return default;
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        if (size > _record.Length)
        {
            _record = new byte[Math.Max(size, _record.Length * 2)];
        }

        return _file.ReadAtLeast(_record.AsSpan(0, size), size, throwOnEndOfStream: false) < size ? default : _record.AsSpan(0, size);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
