using System.Text;

namespace DocMigrate.Document.MongoDb.Connecting;

/// <summary>Who connects, and how that is proven. Its text never shows the password, nor the properties, which may hold tokens.</summary>
/// <param name="Username">The user; null for mechanisms that take it from elsewhere.</param>
/// <param name="Password">The password; null when there is none.</param>
/// <param name="Source">The database that knows the user, or <c>$external</c>.</param>
/// <param name="Mechanism">The name of the mechanism; null to take the strongest SCRAM that the server has for the user.</param>
/// <param name="Properties">The mechanism's own settings; empty when there are none.</param>
public sealed record MongoCredential(
    string? Username, string? Password, string Source, string? Mechanism, IReadOnlyDictionary<string, string> Properties)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        PrintMembers(text);
        return text.ToString();
    }

    private bool PrintMembers(StringBuilder text)
    {
        text.Append("user '").Append(Username).Append("' of '").Append(Source).Append('\'');
        return true;
    }
}
