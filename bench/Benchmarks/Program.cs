using System.Globalization;
using DocMigrate.Benchmarks;

// compare <scenario> [--scale N] [--rounds N]: what is printed last is one JSON object. "child" is this program's own way to run one side in a process of its own.
switch (args)
{
    case ["child", var scenario, var side, var folder, var scale]:
        await Child.RunAsync(scenario, side, folder, int.Parse(scale, CultureInfo.InvariantCulture));
        return 0;
    case ["compare", var scenario, .. var options] when Scenario.Find(scenario) is { } found:
        return await Comparison.RunAsync(found, Number(options, "--scale") ?? found.DefaultScale, Number(options, "--rounds"));
    default:
        Console.Error.WriteLine("usage: compare <scenario> [--scale N] [--rounds N]");
        Console.Error.WriteLine($"scenarios: {string.Join(", ", Scenario.All.Select(static scenario => scenario.Name))}");
        return 2;
}

static int? Number(string[] options, string name)
{
    var at = Array.IndexOf(options, name);
    return at < 0 ? null : int.Parse(options[at + 1], CultureInfo.InvariantCulture);
}
