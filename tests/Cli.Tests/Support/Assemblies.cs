namespace DocMigrate.Cli.Tests.Support;

/// <summary>
/// Small users' projects, built once, that tests share by <c>--assembly</c>: each test has its own configuration, so that only the inner host has to start.
/// </summary>
public sealed class Assemblies
{
    private readonly string _folder;

    private Assemblies(string folder) => _folder = folder;

    /// <summary>Three migrations of the module <c>shop</c> on the store <c>main</c>.</summary>
    public string Shop => Of("Shop");

    /// <summary>No migration.</summary>
    public string Empty => Of("Empty");

    /// <summary>Two migrations of one name.</summary>
    public string Twins => Of("Twins");

    /// <summary>Two migrations that depend on each other.</summary>
    public string Circle => Of("Circle");

    /// <summary>A migration that depends on one that is not there.</summary>
    public string Orphan => Of("Orphan");

    /// <summary>Two migrations of the module <c>shop</c>, each on the stores <c>main</c> and <c>catalog</c>.</summary>
    public string Restore => Of("Restore");

    /// <summary>A collection, and a transformation that counts each document up, and takes its time while the variable SLOW names a file: it writes its process id there.</summary>
    public string Slow => Of("Slow");

    /// <summary>Three migrations of the collection <c>people</c> on the store <c>catalog</c>: made, a name split, a part of it renamed.</summary>
    public string People => Of("People");

    /// <summary>Three migrations of the collection <c>items</c> on the store <c>catalog</c>: made, a text converted (else quarantine) and a field removed, a name split.</summary>
    public string Items => Of("Items");

    public static async Task<Assemblies> BuildAsync(Workshop workshop, CancellationToken token)
    {
        await workshop.PackAsync(token);
        var folder = workshop.NewFolder("assemblies");
        UserProject[] projects =
        [
            UserProject.Write(Path.Combine(folder, "Shop"), "Shop", library: true).With("Migrations.cs", Code(
                ("0001_initial", "", """sql.CreateTable("customers", t => t.Column("id", c => c.Int64().Key()).Column("name", c => c.Text().NotNull()))"""),
                ("0002_currency", "0001_initial", """sql.AddColumn("customers", "currency", c => c.Text(3).NotNull().Default("EUR"))"""),
                ("0003_country", "0002_currency", """sql.AddColumn("customers", "country", c => c.Text())"""))),
            UserProject.Write(Path.Combine(folder, "Empty"), "Empty", library: true).With("Nothing.cs", "public sealed class Nothing;"),
            UserProject.Write(Path.Combine(folder, "Twins"), "Twins", library: true).With("Migrations.cs", Code(
                ("0001_initial", "", Table), ("0001_initial", "", Table))),
            UserProject.Write(Path.Combine(folder, "Circle"), "Circle", library: true).With("Migrations.cs", Code(
                ("0001_egg", "0002_hen", Table), ("0002_hen", "0001_egg", "sql.RunSql(\"SELECT 1\", \"SELECT 1\")"))),
            UserProject.Write(Path.Combine(folder, "Orphan"), "Orphan", library: true).With("Migrations.cs", Code(
                ("0002_second", "0001_first", Table))),
            UserProject.Write(Path.Combine(folder, "Restore"), "Restore", library: true).With("Migrations.cs", RestoreCode),
            UserProject.Write(Path.Combine(folder, "Slow"), "Slow", library: true).With("Migrations.cs", SlowCode),
            UserProject.Write(Path.Combine(folder, "People"), "People", library: true).With("Migrations.cs", PeopleCode),
            UserProject.Write(Path.Combine(folder, "Items"), "Items", library: true).With("Migrations.cs", ItemsCode),
        ];
        var solution = Path.Combine(folder, "All.slnx");
        await File.WriteAllTextAsync(
            solution, $"<Solution>{string.Concat(projects.Select(static project => $"<Project Path=\"{project.File}\" />"))}</Solution>", token);
        (await workshop.DotnetAsync(folder, ["build", solution, "-nologo", "-maxCpuCount:1"], token)).Returned(0);
        return new Assemblies(folder);
    }

    private const string RestoreCode = """
        using DocMigrate;

        [Migration("shop", "0001_initial")]
        public sealed class Initial : Migration
        {
            public override void Build(MigrationBuilder migration) => migration
                .Sql("main", sql => sql.CreateTable("orders", t => t.Column("id", c => c.Int64().Key())))
                .Sql("catalog", sql => sql.CreateTable("items", t => t.Column("id", c => c.Int64().Key())));
        }

        [Migration("shop", "0002_currency")]
        public sealed class Currency : Migration
        {
            public override void Build(MigrationBuilder migration) => migration
                .DependsOn("0001_initial")
                .Sql("main", sql => sql.AddColumn("orders", "currency", c => c.Text()))
                .Sql("catalog", sql => sql.AddColumn("items", "currency", c => c.Text()));
        }
        """;

    private const string ItemsCode = """
        using DocMigrate;
        using DocMigrate.Document.Operations;

        [Migration("shop", "0001_initial")]
        public sealed class Initial : Migration
        {
            public override void Build(MigrationBuilder migration) => migration.Documents("catalog", "items", c => c.Create());
        }

        [Migration("shop", "0002_age")]
        public sealed class Age : Migration
        {
            public override void Build(MigrationBuilder migration) => migration
                .DependsOn("0001_initial")
                .Documents("catalog", "items", c => c.Convert("age", FieldType.Int32, onError: OnError.Quarantine).Remove("old"));
        }

        [Migration("shop", "0003_names")]
        public sealed class Names : Migration
        {
            public override void Build(MigrationBuilder migration) => migration
                .DependsOn("0002_age")
                .Documents("catalog", "items", c => c.Split("name", into: ["first", "last"], separator: " "));
        }
        """;

    private const string PeopleCode = """
        using DocMigrate;
        using DocMigrate.Document.State;

        [Migration("shop", "0001_initial")]
        public sealed class Initial : Migration
        {
            public override void Build(MigrationBuilder migration) => migration.Documents("catalog", "people", c => c.Create(
                s => s.Field("_id", FieldShape.Int32).Field("name", FieldShape.String).Field("age", FieldShape.Int32.OrNull())));
        }

        [Migration("shop", "0002_split_name")]
        public sealed class Split : Migration
        {
            public override void Build(MigrationBuilder migration) => migration
                .DependsOn("0001_initial")
                .Documents("catalog", "people", c => c.Split("name", into: ["firstName", "lastName"], separator: " "));
        }

        [Migration("shop", "0003_given_name")]
        public sealed class Given : Migration
        {
            public override void Build(MigrationBuilder migration) => migration
                .DependsOn("0002_split_name")
                .Documents("catalog", "people", c => c.Rename("firstName", "givenName"));
        }
        """;

    private const string SlowCode = """
        using DocMigrate;
        using Newtonsoft.Json.Linq;

        [Migration("shop", "0001_initial")]
        public sealed class Initial : Migration
        {
            public override void Build(MigrationBuilder migration) => migration.Documents("main", "items", c => c.Create());
        }

        [Migration("shop", "0002_count")]
        public sealed class Count : Migration
        {
            private static readonly string? Slow = Environment.GetEnvironmentVariable("SLOW");
            private static readonly int From = int.Parse(Environment.GetEnvironmentVariable("SLOW_FROM") ?? "5000");
            private static int _calls;

            public override void Build(MigrationBuilder migration)
            {
                migration.DependsOn("0001_initial");
                migration.Documents("main", "items", c => c.Add("checked", false).Transform("count", Up, reverse: null, keepOriginal: true));
            }

            private static JObject Up(JObject item)
            {
                // The check before the run sees each document once, and the pass once more, because the database adds a field in between.
                if (Slow is not null && ++_calls > From)
                {
                    if (_calls == From + 1)
                    {
                        File.WriteAllText(Slow + ".new", Environment.ProcessId.ToString());
                        File.Move(Slow + ".new", Slow);
                    }

                    Task.Delay(2).Wait();
                }

                item["count"] = item["count"]!.Value<int>() + 1;
                return item;
            }
        }
        """;

    private const string Table = """sql.CreateTable("customers", t => t.Column("id", c => c.Int64().Key()))""";

    private string Of(string name) => Path.Combine(_folder, name, "bin", "Debug", "net10.0", $"{name}.dll");

    private static string Code(params (string Name, string DependsOn, string Operation)[] migrations) =>
        "using DocMigrate;\n" + string.Concat(migrations.Select(static (migration, index) => $$"""
            [Migration("shop", "{{migration.Name}}")]
            public sealed class Migration{{index}} : Migration
            {
                public override void Build(MigrationBuilder migration)
                {
                    {{(migration.DependsOn.Length == 0 ? "" : $"migration.DependsOn(\"{migration.DependsOn}\");")}}
                    migration.Sql("main", sql => {{migration.Operation}});
                }
            }

            """));
}
