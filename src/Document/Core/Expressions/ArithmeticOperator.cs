namespace DocMigrate.Document.Expressions;

/// <summary>What is done with two numbers.</summary>
public enum ArithmeticOperator
{
    /// <summary>The sum.</summary>
    Add,

    /// <summary>The difference.</summary>
    Subtract,

    /// <summary>The product.</summary>
    Multiply,

    /// <summary>The quotient.</summary>
    Divide,
}
