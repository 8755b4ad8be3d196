using System.Globalization;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Benchmarks.Scenarios;

/// <summary>The function of the scenarios whose work C# does: an address of mail becomes its two parts, and back.</summary>
internal static class MailParts
{
    public static JObject Divide(JObject person)
    {
        var mail = (string)person["email"]!;
        var at = mail.IndexOf('@', StringComparison.Ordinal);
        person["mailbox"] = mail[..at];
        person["domain"] = mail[(at + 1)..].ToUpper(CultureInfo.InvariantCulture);
        person.Remove("email");
        return person;
    }

    public static JObject Unite(JObject person)
    {
        person["email"] = $"{(string)person["mailbox"]!}@{((string)person["domain"]!).ToLower(CultureInfo.InvariantCulture)}";
        person.Remove("mailbox");
        person.Remove("domain");
        return person;
    }
}
