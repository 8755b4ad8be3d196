using System.Text;

namespace DocMigrate.Engine.Graph;

/// <summary>Draws dependencies as text, one migration under another, for errors.</summary>
internal static class GraphDrawing
{
    /// <summary>A circle: each wants the one below it, and the last the first.</summary>
    /// <param name="circle">The migrations in the order in which each depends on the next, each once.</param>
    public static string Circle(IReadOnlyList<MigrationId> circle)
    {
        var text = new StringBuilder();
        for (var i = 0; i < circle.Count; i++)
        {
            var edge = i == 0 ? "+--> " : i == circle.Count - 1 ? "+--- " : "|    ";
            text.Append("\n  ").Append(edge).Append(circle[i]);
            text.Append(i < circle.Count - 1 ? "\n  |      depends on" : "");
        }

        return circle.Count == 1 ? text.Append("\n  +------ depends on itself").ToString() : text.ToString();
    }

    /// <summary>A dependency that is not there, below all that want it.</summary>
    public static string Missing(MigrationId missing, IReadOnlyList<MigrationId> wantedBy)
    {
        var text = new StringBuilder();
        foreach (var id in wantedBy)
        {
            text.Append("\n  ").Append(id);
        }

        return text.Append("\n    depends on").Append("\n  ").Append(missing).Append("  <-- is not there").ToString();
    }
}
