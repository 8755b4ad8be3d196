using DocMigrate.Errors;
using DocMigrate.Models;

namespace DocMigrate.Engine.Models;

/// <summary>What must hold for the properties of one class together.</summary>
internal static class PropertyChecks
{
    /// <summary>The same properties, of which no two have one stored name.</summary>
    public static ValueList<PropertyModel> Checked(this ValueList<PropertyModel> properties, ClassPath path)
    {
        var twins = properties.GroupBy(static property => property.Name, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1);
        return twins is null ? properties : throw new ConfigurationException(
            ModelErrors.DuplicateProperty,
            $"Class '{path.Text}' stores {string.Join(" and ", twins.Select(static property => $"'{property.ClrName}'"))} as '{twins.Key}'.",
            "Give one of them another name, or mark it [NotMapped].");
    }
}
