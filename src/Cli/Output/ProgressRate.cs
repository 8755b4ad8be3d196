using System.Globalization;
using DocMigrate.Running;

namespace DocMigrate.Cli.Output;

/// <summary>Works out rate and time left of a pass.</summary>
internal sealed class ProgressRate(TimeProvider time)
{
    private string? _subject;
    private long _since;
    private long _doneBefore;

    /// <summary>Forgets the pass.</summary>
    public void Reset() => _subject = null;

    /// <summary><c>customers: 12,000 of 50,000 (24%), 35,000/s, 2s left</c>.</summary>
    /// <remarks>The rate counts from the first event of a pass on, so that a resumed pass does not seem to have done its old part in no time.</remarks>
    public string Describe(ProgressEvent progress)
    {
        if (_subject != progress.Subject || progress.Done < _doneBefore)
        {
            (_subject, _since, _doneBefore) = (progress.Subject, time.GetTimestamp(), progress.Done);
        }

        var text = $"{progress.Subject}: {Words.Of(progress.Done)}";
        if (progress.Total is > 0)
        {
            var share = Math.Min(100, 100.0 * progress.Done / progress.Total.Value);
            text += string.Create(CultureInfo.InvariantCulture, $" of {Words.Of(progress.Total.Value)} ({share:0}%)");
        }

        var seconds = time.GetElapsedTime(_since).TotalSeconds;
        var rate = seconds > 0 ? (progress.Done - _doneBefore) / seconds : 0;
        if (rate < 1)
        {
            return text;
        }

        var left = progress.Total is { } total && total > progress.Done
            ? $", {Words.Of(TimeSpan.FromSeconds(Math.Ceiling((total - progress.Done) / rate)))} left"
            : "";
        return $"{text}, {Words.Of((long)rate)}/s{left}";
    }
}
