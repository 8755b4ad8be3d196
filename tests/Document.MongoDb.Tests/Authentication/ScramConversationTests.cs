using System.Security.Cryptography;
using DocMigrate.Document.MongoDb.Authentication;

namespace DocMigrate.Document.MongoDb.Tests.Authentication;

public sealed class ScramConversationTests
{
    private const string Nonce256 = "rOprNGfwEbeRWgbNEkqO";
    private const string First256 = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";

    /// <summary>The conversation of RFC 5802, section 5.</summary>
    [Fact]
    public void Speaks_SHA_1_as_the_standard_does()
    {
        var scram = new ScramConversation(HashAlgorithmName.SHA1, "user", "pencil", "fyko+d2lbbFgONRv9qkxdawL");

        Assert.Equal("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL", scram.First());
        Assert.Equal(
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
            scram.Final("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"));
        Assert.True(scram.Proves("v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
    }

    /// <summary>The conversation of RFC 7677, section 3.</summary>
    [Fact]
    public void Speaks_SHA_256_as_the_standard_does()
    {
        var scram = new ScramConversation(HashAlgorithmName.SHA256, "user", "pencil", Nonce256);

        Assert.Equal("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", scram.First());
        Assert.Equal(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            scram.Final(First256));
        Assert.True(scram.Proves("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
    }

    /// <summary>The example of MongoDB's authentication specification, whose SHA-1 takes the hash of an older mechanism for the password.</summary>
    [Fact]
    public void Speaks_the_SHA_1_of_MongoDB()
    {
        var scram = new ScramConversation(HashAlgorithmName.SHA1, "user", ScramConversation.LegacyPassword("user", "pencil"), "fyko+d2lbbFgONRv9qkxdawL");

        Assert.Equal(
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawLHo+Vgk7qvUOKUwuWLIWg4l/9SraGMHEE,p=MC2T8BvbmWRckDw8oWl5IVghwCY=",
            scram.Final("r=fyko+d2lbbFgONRv9qkxdawLHo+Vgk7qvUOKUwuWLIWg4l/9SraGMHEE,s=rQ9ZY3MntBeuP3E1TDVC4w==,i=10000"));
        Assert.True(scram.Proves("v=UMWeI25JD1yNYZRMpZ4VHvhZ9e0="));
    }

    [Fact]
    public void Escapes_the_separators_in_a_user_name()
    {
        Assert.Equal("n,,n=a=2Cb=3Dc,r=x", new ScramConversation(HashAlgorithmName.SHA256, "a,b=c", "p", "x").First());
    }

    [Theory]
    [InlineData("r=another,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2000000000")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=!,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,i=4096")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void Refuses_a_server_that_does_not_keep_to_it(string serverFirst)
    {
        Assert.Throws<FormatException>(() => new ScramConversation(HashAlgorithmName.SHA256, "user", "pencil", Nonce256).Final(serverFirst));
    }

    [Theory]
    [InlineData("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")]
    [InlineData("v=")]
    [InlineData("e=other-error")]
    public void Does_not_believe_a_server_that_does_not_know_the_password(string serverFinal)
    {
        var scram = new ScramConversation(HashAlgorithmName.SHA256, "user", "pencil", Nonce256);
        scram.Final(First256);

        Assert.False(scram.Proves(serverFinal));
    }
}
