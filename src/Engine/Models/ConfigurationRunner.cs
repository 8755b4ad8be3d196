using System.Reflection;
using DocMigrate.Errors;
using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>Runs the <see cref="ModelConfiguration"/>s among some types.</summary>
internal static class ConfigurationRunner
{
    public static IReadOnlyDictionary<Type, EntityFacts> Run(IReadOnlyList<Type> types)
    {
        var model = new ModelBuilder();
        foreach (var type in types.Where(static type => type is { IsAbstract: false, ContainsGenericParameters: false } && type.IsAssignableTo(typeof(ModelConfiguration))))
        {
            try
            {
                ((ModelConfiguration)Activator.CreateInstance(type, nonPublic: true)!).Configure(model);
            }
            catch (MissingMethodException error)
            {
                throw Failed(type, "it has no parameterless constructor", error);
            }
            catch (TargetInvocationException error)
            {
                throw Failed(type, error.InnerException?.Message ?? error.Message, error);
            }

            // Whatever the user's code throws is an error in the user's code, and is told as that.
            catch (Exception error) when (error is not MigrationException)
            {
                throw Failed(type, error.Message, error);
            }
        }

        return model.Facts;
    }

    private static ConfigurationException Failed(Type type, string reason, Exception error) => new(
        ModelErrors.FailedConfiguration,
        $"The model configuration '{type.Name}' failed: {reason}",
        "Correct the class: it needs a parameterless constructor and a Configure that runs without the application.",
        error);
}
