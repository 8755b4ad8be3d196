using System.Buffers.Binary;

namespace DocMigrate.Benchmarks.Codecs;

/// <summary>Files of BSON documents, one behind the other.</summary>
internal static class DocumentFiles
{
    public static IEnumerable<byte[]> Bson(string file)
    {
        var all = File.ReadAllBytes(file);
        for (var at = 0; at < all.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(all.AsSpan(at));
            yield return all[at..(at + length)];
            at += length;
        }
    }
}
