"""CEL types in the reader's terms, and hints for operands that do not match."""

import re

from msc.expr.operands import NO_REMAINDER
from msc.expr.rewriting import masked, put, shown
from msc.expr.scope import Scope

OPERATORS = {
    "_&&_": "&&", "_||_": "||", "!_": "!", "_==_": "==", "_!=_": "!=", "_<_": "<", "_<=_": "<=",
    "_>_": ">", "_>=_": ">=", "_+_": "+", "_-_": "-", "_*_": "*", "_/_": "/", "_%_": "%",
    "-_": "-", "@in": "in", "_?_:_": "?:", "_[_]": "[]",
}  # fmt: skip
TYPE = re.compile(r"wrapper\(([^()]*)\)|list\(([^()]*)\)|[\w.]+")
WORDS = {
    "google.protobuf.Timestamp": "date or datetime", "google.protobuf.Duration": "duration",
    "int": "integer", "double": "decimal", "string": "string", "bool": "boolean",
    "null_type": "null", "bytes": "bytes", "uint": "unsigned integer",
}  # fmt: skip
JOINING = ("+", "contains", "startsWith", "endsWith")
LOGIC = ("&&", "||", "!")
NUMBERS = frozenset({"integer", "decimal"})


def type_word(type_: str) -> str:
    """The CEL type in the reader's terms."""
    name = type_.strip().removeprefix("msc.")
    if wrapped := re.fullmatch(r"wrapper\((.*)\)", name):
        return type_word(wrapped[1])
    if listed := re.fullmatch(r"list\((.*)\)", name):
        return f"a list of {type_word(listed[1])}"
    return WORDS.get(name, name if name.isidentifier() else "something else")


def with_article(word: str) -> str:
    """The word of a type after its article."""
    if word.startswith(("a list", "null", "bytes", "something")):
        return word
    return f"{'an' if word.startswith(('i', 'u')) else 'a'} {word}"


def misfit(
    operator: str, operands: str, text: str, offset: int, scope: Scope
) -> tuple[str, str]:  # fmt: skip
    """The message and the suggestion for operands whose types do not match."""
    sign = OPERATORS.get(operator, operator)
    types = [type_word(match[0]) for match in TYPE.finditer(operands)]
    if sign == "?:":
        return _choice(types[1:])
    if sign == "[]":
        return "items cannot be accessed by index", "use `exists`, or a `list` step with `sort`"
    if sign == "in":
        return _membership(types)
    if sign == "%":
        return NO_REMAINDER
    if sign in LOGIC:
        wrong = next((type_ for type_ in types if type_ != "boolean"), types[0])
        return f"`{sign}` joins conditions, and this is {with_article(wrong)}", _condition(wrong)
    message = f"`{sign}` cannot be applied to ({', '.join(types)})"
    return message, _hint(sign, types, text, offset, scope)


def _choice(types: list[str]) -> tuple[str, str]:
    message = f"`? :` chooses between values of one kind, not {' and '.join(types)}"
    if "string" in types:
        return message, "write `string(…)` around the one that is not a string"
    if set(types) == NUMBERS:
        return message, "write the integer with a decimal point: `0.0`"
    return message, "use values of one kind"


def _membership(types: list[str]) -> tuple[str, str]:
    if types[-1] == "string":
        return "`in` needs a list, and this is a string", "write `text.contains('part')`"
    return f"`in` cannot be applied to ({', '.join(types)})", "write a list: `x in ['a', 'b']`"


def _condition(type_: str) -> str:
    if type_ in NUMBERS:
        return "compare it: `x > 0`"
    return "compare it: `x != null`, or with a value"


def _hint(sign: str, types: list[str], text: str, offset: int, scope: Scope) -> str:
    kinds = set(types)
    if kinds == {"date or datetime", "integer"}:
        return _days(text, offset)
    if kinds == {"duration", "integer"}:
        return _days(text, offset)
    if "null" in kinds and "?" in masked(text) and "decimal" in kinds:
        # CEL cannot say that a decimal beside an integer that may be null may be null, too.
        return "remove the test, or test each value of `? :` by itself, before the choice"
    if "null" in kinds:
        return "it is never null here: remove the test"
    if kinds == {"boolean", "integer"} and sign in ("<", "<=", ">", ">="):
        return "join two comparisons: `1 < x && x < 3`"
    if "string" in kinds and kinds & NUMBERS:
        if sign in JOINING:
            return "write `string(…)` around the number"
        return _unquoted(text, offset)
    if "string" in kinds and kinds & scope.entities.index.keys():
        return "compare the rows themselves, without `.id`"
    if kinds & scope.entities.index.keys():
        return "compare the row with another, or name one of its fields"
    if sign == "size":
        return "`size` counts the items of a list and the characters of a string"
    if sign == "round":
        return "`round` takes a decimal and its number of places: `round(x, 2)`"
    if sign == "sum":
        return "`sum` adds decimals: `.map(x, double(x.count)).sum()`"
    return "use values of one kind"


def _days(text: str, offset: int) -> str:
    number = re.compile(r"\s*\S{1,2}\s*(\d+)\b").match(text, offset)
    if number is None:
        return "use a duration: `days(3)`"
    return shown(put(text, number.start(1), number[1], f"days({number[1]})"))


def _unquoted(text: str, offset: int) -> str:
    number = re.compile(r"\s*\S{1,2}\s*(?P<quote>['\"])(?P<number>-?\d+(?:\.\d+)?)(?P=quote)")
    literal = number.match(text, offset)
    if literal is None:
        return "a string is not a number; write a number without quotes"
    start = literal.start("quote")
    return shown(put(text, start, text[start : literal.end()], literal["number"]))
