using DocMigrate.Document.Passes;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.MongoDb.Compilation;

/// <summary>A chain of operations as an update of MongoDB.</summary>
/// <remarks>
/// All expressions are over the document as read, and compare texts by their bytes: commands that have them must say <c>collation: {locale: "simple"}</c>. The tokens must not be changed;
/// to put one into a command copies it.
/// </remarks>
internal sealed record MongoReshape : ICompiledReshape
{
    /// <summary>Where there may be something to do at all; an expression that is never an error.</summary>
    public required JToken Needs { get; init; }

    /// <summary>Where <see cref="Pipeline"/> is exact; an expression that is never an error. Elsewhere the in-process executor decides.</summary>
    public required JToken Guard { get; init; }

    /// <summary>The update as a pipeline of one stage. Exact where <see cref="Guard"/> holds, and perhaps an error elsewhere.</summary>
    public required JArray Pipeline { get; init; }

    /// <summary>The same update by operators, which every server has; null where they don't suffice.</summary>
    public required JObject? Operators { get; init; }

    /// <summary>What is kept aside.</summary>
    public required ValueList<MongoKeep> Keeps { get; init; }

    /// <summary>The oldest wire version of servers that know all that is in it: 7 is MongoDB 4.0, 8 is 4.2, 13 is 5.0.</summary>
    public required int WireVersion { get; init; }

    /// <summary>What an update takes: the operators where they suffice, else the pipeline.</summary>
    public JToken Update => Operators is null ? Pipeline : Operators;

    /// <summary>The documents that the server changes.</summary>
    public JObject Filter => Matching(Mql.And(Needs, Guard));

    /// <summary>The documents that may need work which only the in-process executor can do.</summary>
    public JObject LeftFilter => Matching(Mql.And(Needs, Mql.Not(Guard)));

    private static JObject Matching(JToken condition) => new(new JProperty("$expr", condition));
}
