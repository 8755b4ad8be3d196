namespace DocMigrate;

/// <summary>One entry of the migration history: what authors derive from, and what <c>makemigrations</c> writes.</summary>
/// <remarks>
/// A migration declares operations; it does nothing itself. It must not use the application's model classes, for they change.
/// The class needs a public parameterless constructor and a <see cref="MigrationAttribute"/>.
/// </remarks>
public abstract class Migration
{
    /// <summary>Declares the dependencies and the operations. Must give the same operations each time it is called.</summary>
    public abstract void Build(MigrationBuilder migration);
}
