namespace DocMigrate.Document.MongoDb.Bson;

/// <summary>Dates in the one form that documents have them in memory, <c>2024-01-31T00:00:00Z</c> or with three decimals, without a general parser.</summary>
internal static class UsualDate
{
    private const string Pattern = "0000-00-00T00:00:00";

    /// <summary>The milliseconds since 1970; false for any other text, which may still be a date.</summary>
    public static bool TryRead(string text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length is not (20 or 24) || text[^1] != 'Z' || (text.Length == 24 && text[19] != '.'))
        {
            return false;
        }

        for (var i = 0; i < text.Length - 1; i++)
        {
            var separator = i < Pattern.Length ? Pattern[i] : i == 19 ? '.' : '0';
            if (separator == '0' ? !char.IsAsciiDigit(text[i]) : text[i] != separator)
            {
                return false;
            }
        }

        int year = (Two(text, 0) * 100) + Two(text, 2), month = Two(text, 5), day = Two(text, 8);
        int hour = Two(text, 11), minute = Two(text, 14), second = Two(text, 17);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var thousandths = text.Length == 24 ? (Two(text, 20) * 10) + (text[22] - '0') : 0;
        milliseconds = ((new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond) + thousandths;
        return true;
    }

    private static int Two(string text, int at) => ((text[at] - '0') * 10) + (text[at + 1] - '0');
}
