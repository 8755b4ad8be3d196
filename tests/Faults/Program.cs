using DocMigrate.Faults.Children;
using DocMigrate.Faults.Modes;

// Signals by number, and /proc.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

// What is printed last is one JSON object. "child" is this program's own way to start the processes that it kills.
if (args is ["child", var request])
{
    return await Child.RunAsync(request);
}

try
{
    var settings = Settings.Parse(args);
    await using var workshop = await Workshop.OpenAsync(settings);
    return settings.Mode switch
    {
        "--kills" => await new KillMode(workshop).RunAsync(),
        "--self-test" => await new SelfTestMode(workshop).RunAsync(),
        "--race" => await new RaceMode(workshop).RunAsync(),
        "--frozen-holder" => await new FrozenMode(workshop).RunAsync(),
        "--troubles" => await new TroubleMode(workshop).RunAsync(),
        _ => throw new ArgumentException($"{settings.Mode} is not made."),
    };
}
catch (ArgumentException error)
{
    Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine(Settings.Usage);
    return 2;
}
