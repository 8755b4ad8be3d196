namespace DocMigrate.Cli.Tests.Support;

/// <summary>A project as a user of DocMigrate has one.</summary>
internal sealed class UserProject
{
    private UserProject(string folder, string name)
    {
        Folder = folder;
        Name = name;
    }

    public string Folder { get; }

    public string Name { get; }

    public string File => Path.Combine(Folder, $"{Name}.csproj");

    /// <summary>What the build makes.</summary>
    public string Assembly => Path.Combine(Folder, "bin", "Debug", "net10.0", $"{Name}.dll");

    /// <summary>Writes the project: an application that does nothing, with a reference to DocMigrate's packages.</summary>
    /// <param name="folder">The folder; is made.</param>
    /// <param name="name">The project's name.</param>
    /// <param name="properties">More MSBuild properties.</param>
    /// <param name="items">More MSBuild items.</param>
    /// <param name="library">Whether it is a class library.</param>
    public static UserProject Write(string folder, string name, string properties = "", string items = "", bool library = false)
    {
        Directory.CreateDirectory(folder);
        var project = new UserProject(folder, name);
        System.IO.File.WriteAllText(project.File, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>{(library ? "Library" : "Exe")}</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <NuGetAudit>false</NuGetAudit>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="DocMigrate.Engine" Version="{Workshop.Version}" />
                <PackageReference Include="DocMigrate.Document.Sqlite" Version="{Workshop.Version}" />
                {items}
              </ItemGroup>
            </Project>
            """);
        return library ? project : project.With("Program.cs", "return 0;");
    }

    /// <summary>Writes a file of it.</summary>
    public UserProject With(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return this;
    }

    /// <summary>Writes a configuration with a store for tables and one for documents.</summary>
    public UserProject WithConfiguration(string main = "main.db", string catalog = "catalog.db") => With("docmigrate.json", $$"""
        {
          "project": "{{Name}}.csproj",
          "module": "shop",
          "stores": {
            "main": { "provider": "sqlite", "connection": "Data Source={{main}}" },
            "catalog": { "provider": "sqlite-json", "connection": "Data Source={{catalog}}" }
          }
        }
        """);
}
