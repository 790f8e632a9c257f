"""Reserved words of expressions, which no name of a spec can use."""

# CEL reads these as values or operators wherever they stand, also behind a dot.
VALUES = frozenset(["false", "in", "null", "true"])
# CEL reserves these at the beginning of an expression.
KEYWORDS = VALUES | frozenset([
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
    "namespace", "package", "return", "var", "void", "while",
])  # fmt: skip
# CEL's type names.
TYPES = frozenset([
    "bool", "bytes", "double", "dyn", "int", "list", "map", "null_type", "string", "type", "uint",
])  # fmt: skip
# What no variable can be called: a result, a row of a loop, a collection, a value in a text.
VARIABLES = KEYWORDS | TYPES
# What a null is written as for CEL beside a value of a type that has none; authors write `null`.
NULLS = {"bool": "null_bool", "double": "null_double", "int": "null_int", "string": "null_string"}
# The names with which every expression of an operation may begin.
BEGINNINGS = frozenset(["actor", "input", "now", "today"])
