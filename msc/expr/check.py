"""Text -> a checked expression, or what is wrong with it and where."""

import re
from collections.abc import Mapping
from decimal import Decimal

from msc.core.naming import closest
from msc.core.record import Record
from msc.expr.environment import environment
from msc.expr.scope import Scope, describe, fields_of, is_optional
from msc.expr.syntax import explained, instead, is_consequence, is_syntax
from msc.expr.typing import Typing
from msc.expr.wire import decode
from msc.ir.expressions import (
    Call,
    Constant,
    EnumValue,
    Expression,
    ListValue,
    Node,
    RecordValue,
    RowValue,
    ScalarKind,
    ScalarValue,
    ValueType,
)

MAX_LENGTH = 4_000
DECIMALS = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|(?<!\w)(\d+\.\d+(?:[eE][+-]?\d+)?)""")
REPORTED = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*?)(?=\n \||\Z)", re.DOTALL)
NUMBER = r"(?:wrapper\()?(?:double|int)\)?"
MIXED = re.compile(rf"applied to '\({NUMBER}, {NUMBER}\)'")
INTEGER = re.compile(r"(?<![\w.])\d+(?![\w.])")
COUNTS = ("count", "len", "length")
OTHER_CONSTANTS = {
    "yes": "true", "no": "false", "on": "true", "off": "false", "True": "true", "False": "false",
    "None": "null", "nil": "null", "NULL": "null",
}  # fmt: skip
UNDECLARED = re.compile(r"undeclared reference to '([^']*)'")
OVERLOAD = re.compile(
    r"found no matching overload for '_?([^\s'_]+)_?' applied to '(.*)'", re.DOTALL
)
CHECKER_TYPE = re.compile(r"wrapper\(([^()]*)\)|[\w.]+")
TYPE_WORDS = {
    "google.protobuf.Timestamp": "date or moment", "google.protobuf.Duration": "span of time",
    "int": "whole number", "double": "number", "string": "text", "bool": "true or false",
}  # fmt: skip
LIST_FIELD = re.compile(r"expression of type 'list\(.*\)' cannot be the operand of a select")
UNDEFINED = re.compile(r"undefined field '([^']*)' not found in struct 'msc\.([^']*)'")


class Problem(Record):
    """A mistake inside an expression; line and column count from 1, within the expression.

    One that `follows` is told by another diagnostic already; with `needs_input` the operation lacks
    an input, whatever the expression says.
    """

    line: int
    column: int
    length: int
    message: str
    hint: str = "correct the expression"
    follows: bool = False
    needs_input: bool = False


def check(
    text: str, scope: Scope, expected: ValueType | None = None
) -> Expression | tuple[Problem, ...]:
    """The checked expression; `expected` is the type that its value must be assignable to."""
    if len(text) > MAX_LENGTH:
        return (Problem(1, 1, 1, f"the expression is longer than {MAX_LENGTH} characters"),)
    compiled = _compile(text, scope)
    if isinstance(compiled, tuple):
        return compiled
    typing = Typing(scope)
    root = typing.node(decode(compiled), scope.mentioned(text))
    inexact = _inexact(text)
    if inexact:
        return inexact
    if typing.problems:
        return tuple(
            Problem(1, 1, len(text), message, hint)
            for message, hint in dict.fromkeys(typing.problems)
        )
    if expected is not None and not assignable(root.type, expected):
        message = f"this is {describe(root.type)}, and {describe(expected)} is needed here"
        return (Problem(1, 1, len(text), message, _fitting(root.type, expected)),)
    wrong = _wrong_word(root, expected) if isinstance(expected, EnumValue) else None
    if wrong is not None:
        return (Problem(1, 1, len(text), wrong),)
    return Expression(text, root)


def _wrong_word(node: Node, expected: EnumValue) -> str | None:
    """Why a text is no word of the list, or None."""
    match node:
        case Call("?:", (_, one, other)):
            return _wrong_word(one, expected) or _wrong_word(other, expected)
        case Constant(str(word)):
            if word in expected.values:
                return None
            near = closest(word, expected.values)
            hint = f"did you mean `{near}`?" if near else f"it has {', '.join(expected.values)}"
            return f"`{word}` is not a value of {expected.name}: {hint}"
        case _ if isinstance(node.type, ScalarValue) and node.type.kind is ScalarKind.STRING:
            return f"this text may be anything, and {describe(expected)} is needed here"
        case _:
            return None


def _inexact(text: str) -> tuple[Problem, ...]:
    """Decimals with more digits than CEL reads."""
    found = []
    for each in DECIMALS.finditer(text):
        number = each[1]
        if number and Decimal(number) != Decimal(repr(float(number))):
            line, column, _ = _original(text, text, each.start(1))
            message = f"`{number}` has more digits than CEL keeps"
            found.append(Problem(line, column, len(number), message, "write at most 15 digits"))
    return tuple(found)


def _fitting(value: ValueType, expected: ValueType) -> str:
    if not is_optional(value) or is_optional(expected):
        return "correct the expression"
    if value == ScalarValue(ScalarKind.BOOL, optional=True):
        return "write `… == true`: that is false for null"
    return "say what it is instead of null: `x == null ? … : x`"


def _compile(text: str, scope: Scope) -> bytes | tuple[Problem, ...]:
    declared = environment(text, scope)
    attempt = text
    while True:
        try:
            return bytes(declared.compile(attempt).serialize())
        except RuntimeError as error:
            promoted = _promote(attempt, str(error))
            if promoted is None:
                return _problems(str(error), text, attempt, scope)
            attempt = promoted
        except (ValueError, UnicodeError):
            return (Problem(1, 1, 1, "the expression holds characters that CEL does not read"),)


def _promote(text: str, error: str) -> str | None:
    """The text with one whole number beside the reported operator written as a decimal."""
    reported = REPORTED.search(error)
    if reported is None or not MIXED.search(reported[3]):
        return None
    offset = _offset(text, int(reported[1]), int(reported[2]))
    after = INTEGER.search(text, offset)
    if after and not text[offset : after.start()].strip(" <>=!+-*/%("):
        return text[: after.end()] + ".0" + text[after.end() :]
    before = [
        each for each in INTEGER.finditer(text, 0, offset) if not text[each.end() : offset].strip()
    ]
    if before:
        return text[: before[-1].end()] + ".0" + text[before[-1].end() :]
    return None


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return sum(len(each) + 1 for each in lines[: line - 1]) + column - 1


def _problems(error: str, text: str, attempt: str, scope: Scope) -> tuple[Problem, ...]:
    reported = [each for each in REPORTED.findall(error) if int(each[0]) >= 1]
    found = []
    for line, column, message in _causes(reported):
        place = _original(attempt, text, _offset(attempt, int(line), int(column)))
        found.append(_problem(place, text, message.strip(), scope))
    if found:
        return tuple(found)
    if "recursion" in error:
        return (Problem(1, 1, len(text), "the expression is nested too deeply", "split it up"),)
    return (Problem(1, 1, len(text), error.splitlines()[0]),)


def _causes(reported: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """What CEL reports, without what only follows from the rest of it."""
    broken = [each for each in reported if is_syntax(each[2])]
    if broken:
        return broken[:1]
    return [each for each in reported if not is_consequence(each[2])] or reported[:1]


def _original(attempt: str, text: str, offset: int) -> tuple[int, int, int]:
    """Line, column and offset in the text as written, for an offset in the promoted one."""
    shift = position = 0
    for character in attempt[:offset]:
        if position < len(text) and text[position] == character:
            position += 1
        else:
            shift += 1
    offset = min(offset - shift, len(text))
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1, offset


def _problem(place: tuple[int, int, int], text: str, message: str, scope: Scope) -> Problem:
    line, column, offset = place
    if undefined := UNDEFINED.search(message):
        name, entity = undefined.groups()
        known = scope.entities.index.get(entity, {})
        return Problem(
            line, column + 1, len(name), f"{entity} has no field `{name}`", _hint(name, known)
        )
    if undeclared := UNDECLARED.search(message):
        return _unknown((line, column, offset), text, undeclared[1], scope)
    length = len(re.match(r"\w+|\S?", text[offset:])[0] or " ")  # type: ignore[index]
    if overload := OVERLOAD.search(_readable(message)):
        return Problem(line, column, length, *_overload(overload[1], overload[2], scope))
    if LIST_FIELD.search(message):
        return Problem(line, column, length, "a list has no fields", "write `….size()` to count it")
    if not is_syntax(message):
        return Problem(line, column, length, _readable(message))
    hint = instead(text, offset) or "correct the expression"
    return Problem(line, column, length, explained(message), hint)


def _overload(operator: str, operands: str, scope: Scope) -> tuple[str, str]:
    """What is said of operands that do not go together, and what to write."""
    shown = CHECKER_TYPE.sub(_type_word, operands)
    kinds = set(shown.strip("()").split(", "))
    hint = "correct the expression"
    if kinds == {"date or moment", "whole number"}:
        hint = "write a span of time: `days(3)`"
    elif "text" in kinds and kinds & {"whole number", "number"}:
        hint = "a text is no number; write a number without quotes"
    elif "text" in kinds and kinds & scope.entities.index.keys():
        hint = "compare the rows themselves, without `.id`"
    return f"`{operator}` cannot be applied to {shown}", hint


def _type_word(found: re.Match[str]) -> str:
    name = found[1] or found[0]
    return TYPE_WORDS.get(name, name)


def _unknown(place: tuple[int, int, int], text: str, name: str, scope: Scope) -> Problem:
    line, column, offset = place
    variables = scope.visible()
    record, _, rest = name.partition(".")
    if rest and record in variables:
        first = rest.split(".")[0]
        known = fields_of(variables[record], scope.entities)
        if record == "input":
            return _no_input((line, column + 1), first, known, scope)
        message = f"`{record}` has no `{first}`"
        return Problem(line, column + 1, len(first), message, _hint(first, known))
    # CEL points at the last dot of a name with dots.
    start = text.rfind(record, 0, offset + len(record))
    column -= offset - start if 0 <= start <= offset else 0
    return Problem(line, column, len(record), *_unknown_name(record, text, scope))


def _no_input(
    place: tuple[int, int], name: str, known: Mapping[str, ValueType], scope: Scope
) -> Problem:
    message, hint = f"`input` has no `{name}`", _hint(name, known)
    if not known:
        message = "the operation takes no input"
        hint = "declare it, for example `input: {book: book, title: book.title}`"
    return Problem(*place, len(name), message, hint, name in scope.lost, not known)


def _unknown_name(name: str, text: str, scope: Scope) -> tuple[str, str]:
    """What is said of a name that is not known, and what to write."""
    documents = scope.entities.documents
    entity = name if name in documents.values() else documents.get(name)
    if entity is None:
        return f"`{name}` is not known here", _instead(name, text, scope)
    return (
        f"`{entity}` is kept in mongo, and only rows in postgres can be listed, counted or tested",
        f"keep `{entity}` in postgres, or read its documents from the MongoDB data service",
    )


def _instead(name: str, text: str, scope: Scope) -> str:
    """What somebody meant by a name that is not known."""
    if name in OTHER_CONSTANTS:
        return f"write `{OTHER_CONSTANTS[name]}`"
    visible = scope.visible()
    if called := re.search(rf"\b{name}\(\s*(\w*)", text):
        if name in COUNTS:
            return f"write `{called[1] or '…'}.size()`"
        return "there is no such function; the reference of the language lists what there is"
    given = visible.get("input")
    if given is not None and name in fields_of(given, scope.entities):
        return f"write `input.{name}`"
    if scope.has_collections and (collection := scope.entities.collection(name)):
        return f"all rows of `{name}` are called `{collection}`"
    return _hint(name, visible)


def _hint(name: str, known: Mapping[str, ValueType]) -> str:
    near = closest(name, known)
    if near:
        return f"did you mean `{near}`?"
    return f"known here: {', '.join(sorted(known))}" if known else "there is nothing to choose from"


def _readable(message: str) -> str:
    message = message.replace("(in container '')", "").replace("msc.", "").strip()
    return message[0].lower() + message[1:] if message else "the expression is not well formed"


def assignable(value: ValueType, target: ValueType) -> bool:
    """Whether a value of one type can be stored where the other is expected."""
    if value == ScalarValue(ScalarKind.NULL):
        return is_optional(target)
    if is_optional(value) and not is_optional(target):
        return False
    match value, target:
        case RowValue(one), RowValue(other):
            return one == other
        case EnumValue(_, one), EnumValue(_, other):
            return set(one) <= set(other)
        case EnumValue(), ScalarValue(ScalarKind.STRING):
            return True
        case ScalarValue(ScalarKind.STRING), EnumValue():
            return True
        case ScalarValue(ScalarKind.INT), ScalarValue(ScalarKind.DECIMAL):
            return True
        case ScalarValue(one_kind), ScalarValue(other_kind):
            # A text need not be an identifier, but every identifier has a text.
            return one_kind == other_kind or (one_kind, other_kind) == (
                ScalarKind.UUID,
                ScalarKind.STRING,
            )
        case ListValue(one_item), ListValue(other_item):
            return assignable(one_item, other_item)
        case RecordValue(), RecordValue():
            return value == target
        case _:
            return False
