using DocMigrate.Document.Passes;

namespace DocMigrate.Document.Tests.Passes;

public sealed class KeyedHashTests
{
    [Fact]
    public void Tells_bytes_apart_by_their_length_and_by_each_bit()
    {
        var seen = new HashSet<UInt128>();
        for (var length = 0; length < 40; length++)
        {
            var bytes = new byte[length];
            Assert.True(seen.Add(KeyedHash.Of(bytes)));
            for (var bit = 0; bit < length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.True(seen.Add(KeyedHash.Of(bytes)));
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Fact]
    public void Is_the_same_of_the_same_bytes()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)255, 1000)];
        Assert.Equal(KeyedHash.Of(bytes), KeyedHash.Of(bytes.ToArray()));
    }
}
