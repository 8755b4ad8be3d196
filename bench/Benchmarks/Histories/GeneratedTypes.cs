using System.Reflection;
using System.Reflection.Emit;

namespace DocMigrate.Benchmarks.Histories;

/// <summary>Makes a class per migration in memory: both sides find their migrations by looking for classes with an attribute.</summary>
internal static class GeneratedTypes
{
    /// <param name="plan">How many, and over how many tables.</param>
    /// <param name="parent">The base class; its constructor takes the migration's number and the number of tables.</param>
    /// <param name="attributes">The attributes of the class of one number.</param>
    public static Assembly Of(HistoryPlan plan, Type parent, Func<int, CustomAttributeBuilder[]> attributes)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Generated." + parent.Name), AssemblyBuilderAccess.Run);
        var module = assembly.DefineDynamicModule("generated");
        var baseConstructor = parent.GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(int), typeof(int)])!;
        for (var number = 0; number < plan.Migrations; number++)
        {
            var type = module.DefineType($"Generated.M{number:D4}", TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.Class, parent);
            foreach (var attribute in attributes(number))
            {
                type.SetCustomAttribute(attribute);
            }

            var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, []).GetILGenerator();
            constructor.Emit(OpCodes.Ldarg_0);
            constructor.Emit(OpCodes.Ldc_I4, number);
            constructor.Emit(OpCodes.Ldc_I4, plan.Tables);
            constructor.Emit(OpCodes.Call, baseConstructor);
            constructor.Emit(OpCodes.Ret);
            type.CreateType();
        }

        return assembly;
    }

    public static CustomAttributeBuilder Attribute<TAttribute>(params object[] arguments) =>
        new(typeof(TAttribute).GetConstructor([.. arguments.Select(static argument => argument is Type ? typeof(Type) : argument.GetType())])!, arguments);
}
