using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DocMigrate.Cli.Tests.Support;

/// <summary>A user's project in a repository of Git, with a database of tables and documents beside it that Git does not know.</summary>
internal sealed class GitProject
{
    private readonly Workshop _workshop;

    private GitProject(Workshop workshop, UserProject project)
    {
        _workshop = workshop;
        Project = project;
    }

    public UserProject Project { get; }

    private static Dictionary<string, string> Author { get; } = new()
    {
        ["GIT_AUTHOR_NAME"] = "Author",
        ["GIT_AUTHOR_EMAIL"] = "author@example.org",
        ["GIT_COMMITTER_NAME"] = "Author",
        ["GIT_COMMITTER_EMAIL"] = "author@example.org",
        ["GIT_CONFIG_GLOBAL"] = Path.Combine(Path.GetTempPath(), "docmigrate-no-git-config"),
        ["GIT_CONFIG_NOSYSTEM"] = "1",
    };

    public static async Task<GitProject> CreateAsync(Workshop workshop, string name)
    {
        Require("git", "--version");
        await workshop.PackAsync(TestContext.Current.CancellationToken);
        var project = UserProject.Write(workshop.NewFolder(name), "Shop").WithConfiguration().With(".gitignore", "bin/\nobj/\n*.db\n*.db-*\n*.lock\n");
        var made = new GitProject(workshop, project);
        await made.GitAsync("init", "--quiet", "--initial-branch", "main");
        return made;
    }

    public async Task<ToolRun> GitAsync(params string[] arguments) => (await TryGitAsync(arguments)).Returned(0);

    public Task<ToolRun> TryGitAsync(params string[] arguments) =>
        Programs.RunAsync("git", arguments, Project.Folder, Author, TestContext.Current.CancellationToken);

    public async Task CommitAsync(string message)
    {
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "--message", message);
    }

    public async Task<ToolRun> DoAsync(params string[] arguments) => (await _workshop.ToolAsync(Project.Folder, arguments)).Returned(0);

    public Task<ToolRun> TryAsync(params string[] arguments) => _workshop.ToolAsync(Project.Folder, arguments);

    public void Execute(string database, string sql)
    {
        using var connection = Open(database);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Every table but those of DocMigrate, row by row, each value with its type; documents as their text.</summary>
    public string[] Dump(string database)
    {
        using var connection = Open(database);
        var lines = new List<string>();
        foreach (var table in Read(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_docmigrate%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' ORDER BY name"))
        {
            var columns = Read(connection, $"SELECT name FROM pragma_table_info('{table}') ORDER BY name");
            var values = columns.Select(static column => column == "document" ? "json(document)" : $"typeof(\"{column}\") || ':' || coalesce(quote(\"{column}\"), '')");
            var rows = Read(connection, $"SELECT {string.Join(" || ' | ' || ", values)} FROM \"{table}\" ORDER BY rowid");
            lines.Add($"{table} ({string.Join(", ", columns)})");
            lines.AddRange(rows);
        }

        return [.. lines];
    }

    private SqliteConnection Open(string database)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(Project.Folder, database)};Pooling=False");
        connection.Open();
        return connection;
    }

    private static List<string> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return rows;
    }

    /// <summary>Skips the test on a machine that lacks a program; fails it where <c>CI</c> is <c>true</c>.</summary>
    public static void Require(string program, string harmless)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, harmless) { RedirectStandardOutput = true });
            process!.WaitForExit();
        }
        catch (Win32Exception)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", $"{program} is not installed.");
            throw;
        }
    }
}
