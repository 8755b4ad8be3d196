using System.Text;
using System.Text.Json;
using DocMigrate.Locking;

namespace DocMigrate.Sql.Sqlite.Locking;

/// <summary>The file in which a holder says who it is and how far. Written over in place, so that a record which was deleted meanwhile stays deleted.</summary>
internal sealed class HolderRecord : IDisposable
{
    private const FileShare Everything = FileShare.ReadWrite | FileShare.Delete;
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly FileStream _file;
    private int _length;

    public HolderRecord(string path) =>
        _file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, Everything, bufferSize: 0);

    /// <summary>Replaces what it says, in one write. A shorter text is filled up with spaces, which JSON does not mind.</summary>
    public void Write(LockHolder holder)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(holder);
        _length = Math.Max(_length, text.Length);
        var bytes = new byte[_length];
        Array.Fill(bytes, (byte)' ');
        text.CopyTo(bytes, 0);
        RandomAccess.Write(_file.SafeFileHandle, bytes, 0);
    }

    /// <summary>What a record says; null when there is none that can be read.</summary>
    public static async Task<LockHolder?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, Everything, bufferSize: 0);
                using var reader = new StreamReader(file, Encoding.UTF8);
                return JsonSerializer.Deserialize<LockHolder>(await reader.ReadToEndAsync(cancellationToken));
            }
            catch (JsonException) when (attempt < Attempts)
            {
                // It was being written.
                await Task.Delay(Pause, cancellationToken);
            }
            catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
