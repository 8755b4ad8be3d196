using System.Diagnostics;
using DocMigrate.Engine.Manifests;
using DocMigrate.Engine.Tests.Fakes;
using DocMigrate.Errors;

namespace DocMigrate.Engine.Tests.Manifests;

public sealed class MigrationManifestTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("docmigrate-manifest-");

    private string Manifest => Path.Combine(_folder.FullName, MigrationManifest.FileName);

    public void Dispose()
    {
        foreach (var file in _folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.Attributes = FileAttributes.Normal;
        }

        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Has_a_line_for_each_migration_and_is_read_as_it_was_written()
    {
        var manifest = Of(Define.Migration("b.1", "a.1", "main:x"), Define.Migration("a.1", "", "main:w", "docs:v"));
        File.WriteAllText(Manifest, manifest.ToText());

        Assert.Equal(manifest, MigrationManifest.Read(Manifest));
        Assert.Equal(
            ["{", "  \"format\": 1,", "  \"migrations\": [",
                "    { \"id\": \"a.1\", \"stores\": [\"main\", \"docs\"], \"dependencies\": [], \"hash\": \"h a.1\" },",
                "    { \"id\": \"b.1\", \"stores\": [\"main\"], \"dependencies\": [\"a.1\"], \"hash\": \"h b.1\" }", "  ]", "}", ""],
            manifest.ToText().Split('\n'));
        Assert.Null(MigrationManifest.Read(Manifest + ".not"));
    }

    [Fact]
    public void Two_branches_that_each_add_a_migration_to_a_module_conflict_and_the_line_is_named()
    {
        if (!HasGit())
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", "Git is not installed.");
        }

        // The names sort apart, and one is not even the last by name: what counts is what they depend on.
        MigrationDefinition[] both = [Define.Migration("a.m", ""), Define.Migration("a.p", "m"), Define.Migration("b.1", "")];
        Git("init", "--quiet", "--initial-branch", "main");
        Commit(both);
        Git("switch", "--quiet", "--create", "one");
        Commit([.. both, Define.Migration("a.a", "p")]);
        Git("switch", "--quiet", "main");
        Git("switch", "--quiet", "--create", "two");
        Commit([.. both, Define.Migration("a.z", "p")]);

        Assert.NotEqual(0, TryGit("merge", "--quiet", "one"));
        var error = Assert.Throws<ConfigurationException>(() => MigrationManifest.Read(Manifest));
        Assert.Equal("DM2301", error.Code.Value);
        Assert.Matches(@"line \d+", error.Message);
    }

    [Theory]
    [InlineData("{\n  \"format\": 1,\n  \"migrations\": [ nonsense ]\n}", "line 3")]
    [InlineData("{ \"format\": 2, \"migrations\": [] }", "format 2")]
    [InlineData("{ \"migrations\": [] }", "manifest.json")]
    [InlineData("{ \"format\": 1, \"migrations\": [ { \"id\": \"a.1\" } ] }", "manifest.json")]
    [InlineData("[]", "manifest.json")]
    public void What_is_no_manifest_is_refused(string text, string named)
    {
        File.WriteAllText(Manifest, text);

        var error = Assert.Throws<ConfigurationException>(() => MigrationManifest.Read(Manifest));

        Assert.Equal("DM2300", error.Code.Value);
        Assert.Contains(named, error.Message);
    }

    [Fact]
    public void Stands_for_the_code_only_while_the_files_beside_it_have_the_same_migrations()
    {
        var manifest = Of(Define.Migration("a.1", ""));
        File.WriteAllText(Path.Combine(_folder.FullName, "1.cs"), "[Migration(\"a\", \"1\")] class One : Migration { }");
        Assert.True(ManifestSources.Agree(manifest, _folder.FullName));

        File.WriteAllText(Path.Combine(_folder.FullName, "2.cs"), "[ Migration ( \"a\" , \"2\" ) ] class Two : Migration { }");
        Assert.False(ManifestSources.Agree(manifest, _folder.FullName));
    }

    private static MigrationManifest Of(params MigrationDefinition[] migrations) => MigrationManifest.Of(migrations, static migration => $"h {migration.Id}");

    private void Commit(MigrationDefinition[] migrations)
    {
        File.WriteAllText(Manifest, Of(migrations).ToText());
        Git("add", "--all");
        Git("-c", "user.name=Author", "-c", "user.email=author@example.org", "commit", "--quiet", "--message", "A migration");
    }

    private void Git(params string[] arguments) => Assert.Equal(0, TryGit(arguments));

    private int TryGit(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true })!;
        git.StandardOutput.ReadToEnd();
        git.StandardError.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode;
    }

    private static bool HasGit() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(static folder => File.Exists(Path.Combine(folder, "git")) || File.Exists(Path.Combine(folder, "git.exe")));
}
