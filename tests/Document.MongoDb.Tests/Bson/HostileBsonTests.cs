using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.Values;
using DocMigrate.Errors;
using FsCheck;
using FsCheck.Fluent;

namespace DocMigrate.Document.MongoDb.Tests.Bson;

/// <summary>Bytes from a seeded generator: each is read as an identical document or refused with a typed error, in memory that grows with their number.</summary>
public sealed class HostileBsonTests
{
    private const int BytesOfMemoryPerByte = 400;

    [Fact]
    public void Twenty_thousand_mutated_documents_are_read_or_refused()
    {
        var random = new Random(20261122);
        var original = BsonWriter.Write(Samples.All());
        int read = 0, refused = 0;
        for (var i = 0; i < 20_000; i++)
        {
            if (ReadsOrRefuses(Mutate(original, random)))
            {
                read++;
            }
            else
            {
                refused++;
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"BSON fuzz: {read} read, {refused} refused");
        Assert.True(read > 100 && refused > 100);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        Prop.ForAll<byte[]>(static bytes => { ReadsOrRefuses(bytes); }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void A_length_that_lies_allocates_nothing()
    {
        // 16 documents in each other, each of which claims two gigabytes.
        var bytes = Enumerable.Repeat(new byte[] { 0xFF, 0xFF, 0xFF, 0x7F, 0x03, 0x00 }, 16).SelectMany(static part => part).ToArray();

        Assert.False(ReadsOrRefuses(bytes));
        Assert.False(ReadsOrRefuses(Samples.Bytes("05 76 00 FF FF FF 7F 00")));
        Assert.False(ReadsOrRefuses(Samples.Bytes("02 76 00 FF FF FF 7F 00")));
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToArray();
        for (var edits = random.Next(1, 5); edits > 0; edits--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes = bytes[..at];
                    break;
                case 3:
                    bytes = [.. bytes[..at], .. bytes[random.Next(at + 1)..]];
                    break;
                default:
                    BitConverter.TryWriteBytes(bytes.AsSpan(at), random.Next(2) == 0 ? int.MaxValue : random.Next(-5, 64));
                    break;
            }

            if (bytes.Length == 0)
            {
                break;
            }
        }

        // Half of the time the length in front is made true, so that what is inside is looked at.
        if (bytes.Length >= 4 && random.Next(2) == 0)
        {
            BitConverter.TryWriteBytes(bytes, bytes.Length);
        }

        return bytes;
    }

    private static bool ReadsOrRefuses(byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var document = BsonReader.Read(bytes);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000 + ((long)bytes.Length * BytesOfMemoryPerByte));
            Assert.Equal(bytes, BsonWriter.Write(document));
            Assert.True(DocumentEquality.Equals(document, BsonReader.Read(bytes, BsonReading.Lenient)));
            return true;
        }
        catch (MigrationException error)
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000 + ((long)bytes.Length * BytesOfMemoryPerByte));
            Assert.Matches("^DM(6200|6201|5002|5004|5005|5006)$", error.Code.Value);
            return false;
        }
    }
}
