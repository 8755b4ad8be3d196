namespace Polyglot.Demo;

/// <summary>A git repository with the project that has the shop's migrations: one commit for each.</summary>
internal sealed class CodeRepository
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <AssemblyName>Shop</AssemblyName>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="$(DocMigrate)/DocMigrate*.dll" Private="false" />
          </ItemGroup>
        </Project>
        """;

    private readonly string _folder;

    private CodeRepository(string folder) => _folder = folder;

    public static async Task<CodeRepository> CreateAsync(string folder, CancellationToken cancellationToken)
    {
        var repository = new CodeRepository(Directory.CreateDirectory(folder).FullName);
        await repository.GitAsync(cancellationToken, "init", "--quiet", "--initial-branch", "main");
        await File.WriteAllTextAsync(Path.Combine(folder, "Shop.csproj"), Project, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, ".gitignore"), "bin/\nobj/\n", cancellationToken);
        Directory.CreateDirectory(Path.Combine(folder, "Migrations"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Sources")).Order(StringComparer.Ordinal))
        {
            File.Copy(file, Path.Combine(folder, "Migrations", Path.GetFileName(file)));
            await repository.GitAsync(cancellationToken, "add", "--all");
            await repository.GitAsync(
                cancellationToken,
                "-c", "user.name=Shop", "-c", "user.email=shop@example.org", "-c", "commit.gpgsign=false", "commit", "--quiet", "--message", Path.GetFileNameWithoutExtension(file));
        }

        return repository;
    }

    /// <summary>Checks out a commit and builds it.</summary>
    /// <returns>The assembly.</returns>
    public async Task<string> BuildAsync(string commit, CancellationToken cancellationToken)
    {
        await GitAsync(cancellationToken, "checkout", "--quiet", "--detach", commit);
        await Programs.RunAsync(
            Programs.Dotnet, ["build", "--nologo", "--verbosity", "quiet", $"-p:DocMigrate={AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)}", "--output", "bin/out"], _folder, cancellationToken);
        return Path.Combine(_folder, "bin", "out", "Shop.dll");
    }

    private Task<IReadOnlyList<string>> GitAsync(CancellationToken cancellationToken, params string[] arguments) => Programs.RunAsync("git", arguments, _folder, cancellationToken);
}
