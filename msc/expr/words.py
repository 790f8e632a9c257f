"""Reserved words of expressions, which no name of a spec can use."""

# CEL reads these as values or operators wherever they stand, also behind a dot.
VALUES = frozenset(["false", "in", "null", "true"])
# CEL keeps these for itself where a name begins an expression.
KEYWORDS = VALUES | frozenset([
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
    "namespace", "package", "return", "var", "void", "while",
])  # fmt: skip
# CEL knows these as its types.
TYPES = frozenset([
    "bool", "bytes", "double", "dyn", "int", "list", "map", "null_type", "string", "type", "uint",
])  # fmt: skip
# What no variable can be called: a result, a row of a loop, a collection, a value in a text.
VARIABLES = KEYWORDS | TYPES
# What every expression of an operation may begin with.
BEGINNINGS = frozenset(["actor", "input", "now", "today"])
