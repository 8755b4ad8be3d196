namespace DocMigrate.Document.CodeGeneration;

/// <summary>Names the code of a transform so that another class can call it.</summary>
internal static class CodeName
{
    /// <summary>The full name of the method, from anywhere in its assembly; null when it has none.</summary>
    public static string? Of(Delegate code) => Obstacle(code) is null
        ? $"global::{code.Method.DeclaringType!.FullName!.Replace('+', '.')}.{code.Method.Name}"
        : null;

    /// <summary>Why the code can't be named, as the end of a sentence; null when it can.</summary>
    public static string? Obstacle(Delegate code)
    {
        var method = code.Method;
        return 0 switch
        {
            _ when method.Name.Contains('<', StringComparison.Ordinal) => "its code is written in place",
            _ when !method.IsStatic => $"its method '{method.Name}' is not static",
            _ when !(method.IsPublic || method.IsAssembly || method.IsFamilyOrAssembly) => $"its method '{method.DeclaringType!.Name}.{method.Name}' is private",
            _ when method.IsGenericMethod || method.DeclaringType!.IsGenericType || !IsVisible(method.DeclaringType) =>
                $"its method '{method.Name}' is in a class that is private or generic",
            _ => null,
        };
    }

    private static bool IsVisible(Type type) =>
        !type.IsNested || ((type.IsNestedPublic || type.IsNestedAssembly || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!));
}
