using DocMigrate.Errors;

namespace DocMigrate.Engine.Models;

/// <summary>What can be wrong with model classes.</summary>
internal static class ModelErrors
{
    public static readonly ErrorCode UnreadableAssembly = new("DM2010", "Assembly can't be read");
    public static readonly ErrorCode FailedConfiguration = new("DM2011", "Model configuration failed");
    public static readonly ErrorCode UnknownStore = new("DM2012", "Model in an unknown store");
    public static readonly ErrorCode WrongStoreKind = new("DM2013", "Model in a store of another kind");
    public static readonly ErrorCode DuplicateEntity = new("DM2014", "Two models of one name");
    public static readonly ErrorCode DuplicateProperty = new("DM2015", "Two properties of one name");
    public static readonly ErrorCode UnsupportedType = new("DM2016", "Property of an unsupported type");
    public static readonly ErrorCode RecursiveType = new("DM2017", "Class that contains itself");
    public static readonly ErrorCode UnknownProperty = new("DM2018", "Model names an unknown property");
    public static readonly ErrorCode BadForeignKey = new("DM2019", "Foreign key that leads nowhere");
    public static readonly ErrorCode BadDefault = new("DM2020", "Default of another type");
    public static readonly ErrorCode ConflictingAttributes = new("DM2021", "Attributes that contradict each other");
}
