using DocMigrate.Errors;

namespace DocMigrate.Hosting.Configuration;

/// <summary>The codes of errors in how an application sets DocMigrate up.</summary>
internal static class HostingErrors
{
    public static ErrorCode InvalidOptions { get; } = new("DM1300", "The application's options can't be used");

    public static ErrorCode NoConnection { get; } = new("DM1301", "A store of the application has no connection string");

    public static ErrorCode NoConfiguration { get; } = new("DM1302", "The application has neither stores nor a configuration file");

    public static ErrorCode NoAssembly { get; } = new("DM1303", "The application does not say where its migrations are");
}
