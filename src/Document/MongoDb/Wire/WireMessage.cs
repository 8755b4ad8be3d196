using System.Buffers.Binary;
using DocMigrate.Document.MongoDb.Bson;
using DocMigrate.Document.MongoDb.Transport;
using DocMigrate.Errors;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Wire;

/// <summary>Messages of the kind OP_MSG, without checksums and without replies in several parts.</summary>
internal static class WireMessage
{
    public const int HeaderBytes = 16;

    private const int OpMsg = 2013;
    private const int LeastBytes = HeaderBytes + 4 + 1 + 5;

    /// <summary>What a message may have at most before the server has said so, and a little more than a server ever allows.</summary>
    private const int MostBytes = 48_000_000 + 16_384;

    /// <summary>A request.</summary>
    /// <param name="id">The number by which the reply refers to it.</param>
    /// <param name="body">The command.</param>
    /// <param name="additions">What is put behind the command's own fields.</param>
    /// <param name="sequences">Documents that go along.</param>
    /// <exception cref="DataException">The body has no form in BSON.</exception>
    public static BsonBuffer Request(int id, JObject body, JObject additions, IReadOnlyList<DocumentSequence> sequences)
    {
        var buffer = new BsonBuffer(1024);
        buffer.Int32(0);
        buffer.Int32(id);
        buffer.Int32(0);
        buffer.Int32(OpMsg);
        buffer.Int32(0);
        buffer.Byte(0);
        BsonWriter.Write(buffer, body, additions);
        foreach (var sequence in sequences)
        {
            buffer.Byte(1);
            var section = buffer.ReserveLength();
            buffer.Bytes(System.Text.Encoding.UTF8.GetBytes(sequence.Field));
            buffer.Byte(0);
            foreach (var document in sequence.Documents)
            {
                buffer.Bytes(document.Bytes.Span);
            }

            buffer.FillLength(section);
        }

        buffer.FillLength(0);
        return buffer;
    }

    /// <summary>The length of a whole message by its header.</summary>
    /// <exception cref="FormatException">It is no reply to the request.</exception>
    public static int ReplyLength(ReadOnlySpan<byte> header, int requestId)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        return length is < LeastBytes or > MostBytes ? throw new FormatException($"a message claims to be {length} bytes long")
            : BinaryPrimitives.ReadInt32LittleEndian(header[12..]) != OpMsg ? throw new FormatException($"a message is of the kind {BinaryPrimitives.ReadInt32LittleEndian(header[12..])}, not {OpMsg}")
            : BinaryPrimitives.ReadInt32LittleEndian(header[8..]) != requestId ? throw new FormatException("a message is the reply to another request")
            : length;
    }

    /// <summary>The document of a reply by what follows its header.</summary>
    /// <exception cref="FormatException">It is none that this client asked for.</exception>
    /// <exception cref="DataException">The document is no BSON.</exception>
    public static RawDocument Reply(ReadOnlyMemory<byte> content) =>
        BinaryPrimitives.ReadUInt32LittleEndian(content.Span) is not 0 and var flags ? throw new FormatException($"a message has the flags 0x{flags:X}, which nobody asked for")
        : content.Span[4] != 0 ? throw new FormatException($"a message has a section of the kind {content.Span[4]}")
        : new RawDocument(content[5..]);
}
