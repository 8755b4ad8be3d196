using DocMigrate.Document.MongoDb.Authentication;

namespace DocMigrate.Document.MongoDb.Tests.Authentication;

public sealed class SaslPrepTests
{
    /// <summary>The examples of RFC 4013, section 3.</summary>
    [Theory]
    [InlineData("I\u00ADX", "IX")]
    [InlineData("user", "user")]
    [InlineData("USER", "USER")]
    [InlineData("\u00AA", "a")]
    [InlineData("\u2168", "IX")]
    [InlineData("a\u00A0b", "a b")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u0627\u0628", "\u0627\u0628")]
    [InlineData("", "")]
    public void Prepares_as_the_standard_says(string text, string expected)
    {
        Assert.Equal(expected, SaslPrep.Prepare(text));
    }

    [Theory]
    [InlineData("\u0007")]
    [InlineData("\u0627\u0031")]
    [InlineData("a\u0627")]
    [InlineData("\u0221")]
    [InlineData("\U0001F600")]
    [InlineData("\uE000")]
    public void Refuses_what_the_standard_prohibits(string text)
    {
        Assert.Throws<FormatException>(() => SaslPrep.Prepare(text));
    }

    [Fact]
    public void Refuses_half_a_surrogate_pair()
    {
        Assert.Throws<FormatException>(() => SaslPrep.Prepare("a" + '\uD800'));
    }

    /// <summary>Expected values from another implementation of form KC, for Unicode 3.2.</summary>
    [Theory]
    [InlineData("\u0323\uFF21\u0041\u212B", "\u0323\u0041\u0041\u00C5")]
    [InlineData("\U0001D15E\u2126", "\U0001D157\U0001D165\u03A9")]
    [InlineData("\u2460\u30AB", "\u0031\u30AB")]
    [InlineData("\u1F82\u1100", "\u1F82\u1100")]
    [InlineData("\uFB01\u0344", "\u0066\u1E2F")]
    [InlineData("\uFB01\u1161\uFB01\u2126\u0344", "\u0066\u0069\u1161\u0066\u0069\u03A9\u0308\u0301")]
    [InlineData("\U0001D15E\u30AB", "\U0001D157\U0001D165\u30AB")]
    [InlineData("\u1161\u0041", "\u1161\u0041")]
    [InlineData("\u212B\u30AB\u30AB\uFF21\u212B\u1161", "\u00C5\u30AB\u30AB\u0041\u00C5\u1161")]
    [InlineData("\u2126\u0323", "\u03A9\u0323")]
    [InlineData("\u0344\u0323\u2126\u1E9B", "\u0323\u0308\u0301\u03A9\u1E61")]
    [InlineData("\uAC00\u2126\U0001D15E\u0308\u0307\u1E9B", "\uAC00\u03A9\U0001D157\U0001D165\u0308\u0307\u1E61")]
    [InlineData("\u30AB\u0041\u1100\u2460\u1E9B\u2126", "\u30AB\u0041\u1100\u0031\u1E61\u03A9")]
    [InlineData("\u30AB\u212B", "\u30AB\u00C5")]
    [InlineData("\u1100\u0F73\u0308\u2126\u0344\u01D5", "\u1100\u0F71\u0F72\u0308\u03A9\u0308\u0301\u01D5")]
    [InlineData("\u0958\u30AB\u0958\u2460", "\u0915\u093C\u30AB\u0915\u093C\u0031")]
    [InlineData("\u1161\uFDFA\u0307\u0301", "\u1161\u0635\u0644\u0649\u0020\u0627\u0644\u0644\u0647\u0020\u0639\u0644\u064A\u0647\u0020\u0648\u0633\u0644\u0645\u0307\u0301")]
    [InlineData("\uFB01\u30AB\uAC00", "\u0066\u0069\u30AB\uAC00")]
    [InlineData("\u0F73\u3300\u0327\u0958\uAC00\u3099", "\u0F71\u0F72\u30A2\u30D1\u30FC\u30C8\u0327\u0915\u093C\uAC00\u3099")]
    [InlineData("\u1E9B\u1F82", "\u1E61\u1F82")]
    [InlineData("\u0307\u01D5\u3300\u0323\u0F73", "\u0307\u01D5\u30A2\u30D1\u30FC\u30C8\u0F71\u0F72\u0323")]
    [InlineData("\u212B\u0308\uFB01\u01D5\u2126", "\u00C5\u0308\u0066\u0069\u01D5\u03A9")]
    [InlineData("\uFDFA\U0001D15E\u3300\u3300\u0301\u2460", "\u0635\u0644\u0649\u0020\u0627\u0644\u0644\u0647\u0020\u0639\u0644\u064A\u0647\u0020\u0648\u0633\u0644\u0645\U0001D157\U0001D165\u30A2\u30D1\u30FC\u30C8\u30A2\u30D1\u30FC\u30C8\u0301\u0031")]
    [InlineData("\u0F73\u30AB\uFDFA\u0958\uFB01\U0001D15E", "\u0F71\u0F72\u30AB\u0635\u0644\u0649\u0020\u0627\u0644\u0644\u0647\u0020\u0639\u0644\u064A\u0647\u0020\u0648\u0633\u0644\u0645\u0915\u093C\u0066\u0069\U0001D157\U0001D165")]
    [InlineData("\u11A8\u0F73", "\u11A8\u0F71\u0F72")]
    [InlineData("\u212B\u0327", "\u00C5\u0327")]
    [InlineData("\u0041\u30AB\u0308\U0001D15E", "\u0041\u30AB\u0308\U0001D157\U0001D165")]
    [InlineData("\uAC00\u0301\uFF21\u0308\u2460", "\uAC00\u0301\u00C4\u0031")]
    [InlineData("\u0958\u2460", "\u0915\u093C\u0031")]
    [InlineData("\u3099\u1E9B\u0F73", "\u3099\u1E61\u0F71\u0F72")]
    [InlineData("\u1100\u01D5", "\u1100\u01D5")]
    [InlineData("\u0323\u0327\u1161\uFF21", "\u0327\u0323\u1161\u0041")]
    [InlineData("\u0F73\uFB01\u0307\u0958\uFF21", "\u0F71\u0F72\u0066\u0069\u0307\u0915\u093C\u0041")]
    [InlineData("\u11A8\u0323\U0001D15E\u0344\u2126\u11A8", "\u11A8\u0323\U0001D157\U0001D165\u0308\u0301\u03A9\u11A8")]
    [InlineData("\u2460\u0308\uFF21\u1161\u0323", "\u0031\u0308\u0041\u1161\u0323")]
    [InlineData("\u0307\u0323", "\u0323\u0307")]
    [InlineData("\u0308\u1161\u00C5", "\u0308\u1161\u00C5")]
    [InlineData("\U0001D15E\u30AB\u0307\u11A8\uAC00", "\U0001D157\U0001D165\u30AB\u0307\u11A8\uAC00")]
    [InlineData("\u0323\u0344", "\u0323\u0308\u0301")]
    [InlineData("\u2460\u3099\u30AB\u3300\u0323\u0301", "\u0031\u3099\u30AB\u30A2\u30D1\u30FC\u30C8\u0323\u0301")]
    public void Normalises_to_form_KC(string text, string expected)
    {
        var actual = NormalizationFormKC.Normalize(text.EnumerateRunes().Select(static rune => rune.Value));

        Assert.Equal(expected, string.Concat(actual.Select(char.ConvertFromUtf32)), StringComparer.Ordinal);
    }
}
