using DocMigrate.Errors;
using Shop.Demo;

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, stop) =>
{
    stop.Cancel = true;
    cancellation.Cancel();
};

try
{
    var options = TourOptions.Parse(args);
    using var files = ShopFiles.Create(options.Folder);
    return await new Tour(files, options.Count, Screen.OfConsole()).RunAsync(cancellation.Token) ? 0 : 1;
}
catch (Exception error) when (error is FormatException or IOException)
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
