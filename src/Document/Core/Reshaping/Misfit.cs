using DocMigrate.Document.Operations;
using DocMigrate.Document.Values;

namespace DocMigrate.Document.Reshaping;

/// <summary>Why a document does not fit an operation.</summary>
/// <param name="Operation">The operation's place in the pipeline, from 0.</param>
/// <param name="Path">Where.</param>
/// <param name="Reason">Why, as part of a sentence; names types and keys, never values, which may be personal.</param>
/// <param name="Policy">What is to happen with it.</param>
public sealed record Misfit(int Operation, DocumentPath Path, string Reason, OnError Policy);
