using System.Text.Json.Serialization;
using DocMigrate.CodeGeneration;
using DocMigrate.Comparison;
using DocMigrate.Models;
using DocMigrate.Operations;
using DocMigrate.State;

namespace DocMigrate.Backends;

/// <summary>A family of stores: tables, or documents. Stateless and thread-safe.</summary>
public interface IStoreKind
{
    /// <summary>The name: <c>tables</c> or <c>documents</c>.</summary>
    string Name { get; }

    /// <summary>The state that the model classes of one store ask for.</summary>
    /// <exception cref="Errors.ConfigurationException">A model can't be represented: the message names the class and the property.</exception>
    IStoreState BuildState(IReadOnlyList<EntityModel> entities);

    /// <summary>The operations that lead from one state to the other, in an order that can be run. Empty when they are equal.</summary>
    /// <param name="from">The state that the migrations make; null when there is none.</param>
    /// <param name="to">The state that the models ask for; null when they ask for none.</param>
    /// <param name="context">Renames and answers.</param>
    /// <exception cref="Errors.AnswerRequiredException">A question has no answer.</exception>
    IReadOnlyList<MigrationOperation> Compare(IStoreState? from, IStoreState? to, ComparisonContext context);

    /// <summary>All operations of the family.</summary>
    IReadOnlyList<OperationKind> OperationKinds { get; }

    /// <summary>JSON converters that the operations' properties need besides the built-in ones.</summary>
    IReadOnlyList<JsonConverter> Converters { get; }

    /// <summary>Writes operations as the C# that an author would.</summary>
    IOperationCodeWriter CodeWriter { get; }
}
