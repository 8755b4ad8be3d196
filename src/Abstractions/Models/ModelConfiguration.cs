namespace DocMigrate.Models;

/// <summary>Says in code what attributes on the model classes would say; for classes that shall not carry attributes.</summary>
/// <remarks>
/// <c>makemigrations</c> finds the derived classes of the project and runs each once. They need a parameterless constructor. Where a class
/// has attributes too, what is said here wins, statement by statement.
/// </remarks>
public abstract class ModelConfiguration
{
    /// <summary>Makes the statements.</summary>
    /// <param name="model">Takes them.</param>
    public abstract void Configure(ModelBuilder model);
}
