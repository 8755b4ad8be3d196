using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Expressions;

/// <summary>What an expression is computed from.</summary>
internal readonly record struct ExpressionInput(JObject Document, DateTimeOffset Now);
