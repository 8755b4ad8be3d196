using DocMigrate.Errors;
using Polyglot.Demo;
using Shop.Demo;

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, stop) =>
{
    stop.Cancel = true;
    cancellation.Cancel();
};

try
{
    // "migrate" is how the tour runs itself in a process of its own, to kill it.
    return args is ["migrate", .. var order]
        ? await Worker.RunAsync(order, cancellation.Token)
        : await Tour.RunAsync(TourOptions.Parse(args), Screen.OfConsole(), cancellation.Token) ? 0 : 1;
}
catch (FormatException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 2;
}
catch (MigrationException error)
{
    await Console.Error.WriteLineAsync($"{error.Code}: {error.Message}\n  {error.Remedy}");
    return (int)error.ExitCode;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return 130;
}
