using System.Text;
using DocMigrate.Errors;

namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>Finds out where in a document a byte is, for an error.</summary>
internal static class BsonPath
{
    /// <summary>The keys on the way to a byte, as far as the bytes before it can be followed.</summary>
    public static List<string> At(ReadOnlySpan<byte> bytes, int position)
    {
        var path = new List<string>();
        try
        {
            Follow(new BsonCursor(bytes), position, path);
        }
        catch (DataException)
        {
            // Damaged on the way: what was found so far is where it is.
        }

        return path;
    }

    private static void Follow(BsonCursor cursor, int position, List<string> path)
    {
        cursor.Enter();
        while (!cursor.AtEnd && cursor.Position <= position)
        {
            var type = cursor.Type();
            var key = Encoding.UTF8.GetString(cursor.CString());
            var next = cursor;
            path.Add(key);
            next.Skip(type);
            if (position < next.Position)
            {
                if (type is BsonType.Document or BsonType.Array)
                {
                    Follow(cursor, position, path);
                }

                return;
            }

            path.RemoveAt(path.Count - 1);
            cursor = next;
        }
    }
}
