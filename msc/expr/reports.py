"""CEL's errors, reworded for the author of the expression and placed in the original text."""

import re
from collections.abc import Iterator, Mapping

from msc.core.diagnostics import LISTING
from msc.core.naming import closest
from msc.expr import dates
from msc.expr.problem import Problem, place, too_deep
from msc.expr.rewriting import (
    MACROS,
    OTHER_CONSTANTS,
    in_words_of_cel,
    is_enum_word,
    put,
    shown,
    with_function_of_cel,
)
from msc.expr.scope import Scope, fields_of
from msc.expr.syntax import explained, is_consequence, is_syntax
from msc.expr.tested import Tests
from msc.expr.types import misfit, type_word, with_article
from msc.ir.expressions import RecordValue, RowValue, ValueType

REPORTED = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*?)(?=\n \||\Z)", re.DOTALL)
UNDECLARED = re.compile(r"undeclared reference to '([^']*)'")
OVERLOAD = re.compile(r"found no matching overload for '([^']+)' applied to '(.*)'", re.DOTALL)
NOT_READ = "leave it out, or keep what is to be read in a field of another type"
UNDEFINED = re.compile(r"undefined field '([^']*)' not found in struct 'msc\.([^']*)'")
SELECT = re.compile(r"expression of type '(.*)' cannot be the operand of a select", re.DOTALL)
RANGE = re.compile(r"expression of type '(.*)' cannot be the range of a comprehension", re.DOTALL)
VARIABLE = re.compile(r"(\w+)\(\) variable name must be")
PLACED = re.compile(r"\s*\$\{([^{}]*)\}\s*")
LITERAL = re.compile(r"invalid (\w+) literal")

type _Report = tuple[int, str]
"""An offset in the text as written, and what CEL says there."""


def problems(error: str, tests: Tests, attempt: str, scope: Scope) -> tuple[Problem, ...]:
    """The problems of a text; `attempt` is the text with widened integers that CEL checked."""
    text, written = tests.text, tests.written_out
    reported = [
        (
            tests.original(original(attempt, written, _offset(attempt, int(line), int(column)))),
            message.strip(),
        )
        for line, column, message in REPORTED.findall(error)
        if int(line) >= 1
    ]
    causes = [_problem(offset, text, message, scope) for offset, message in _causes(reported, text)]
    if causes:
        return tuple(causes)
    if "recursion" in error:
        return (too_deep(text),)
    return (Problem(1, 1, len(text), "the expression cannot be read"),)


def first_report(error: str, text: str) -> _Report | None:
    """CEL's first error: its offset and its message."""
    match = REPORTED.search(error)
    return None if match is None else (_offset(text, int(match[1]), int(match[2])), match[3])


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return sum(len(above) + 1 for above in lines[: line - 1]) + column - 1


def original(attempt: str, text: str, offset: int) -> int:
    """The offset in the original text for an offset in the widened text."""
    shift = position = 0
    for character in attempt[:offset]:
        if position < len(text) and text[position] == character:
            position += 1
        else:
            shift += 1
    return min(offset - shift, len(text))


def _causes(reported: list[_Report], text: str) -> list[_Report]:
    """CEL's errors without consequential ones."""
    broken = [report for report in reported if is_syntax(report[1])]
    if broken:
        return broken[:1]
    causes = [report for report in reported if not is_consequence(report[1])] or reported[:1]
    bound = {name for _, message in causes for name in _bound(message, text)}
    return [cause for cause in causes if _undeclared(cause[1]) not in bound] or causes[:1]


def _undeclared(message: str) -> str | None:
    match = UNDECLARED.search(message)
    return None if match is None else match[1].partition(".")[0]


def _bound(message: str, text: str) -> list[str]:
    """The loop variable of a call that looks like a macro but is not one."""
    name = _undeclared(message)
    match = re.search(rf"\b{name}\(\s*(\w+)\s*[,)]", text) if name else None
    return [match[1]] if match else []


def _problem(offset: int, text: str, message: str, scope: Scope) -> Problem:
    line, column = place(text, offset)
    if undefined := UNDEFINED.search(message):
        name, entity = undefined.groups()
        known = scope.entities.index.get(entity, {})
        if name in scope.entities.secrets.get(entity, ()):
            secret = f"`{name}` of {entity} is a secret, which is written and never read"
            return Problem(line, column + 1, len(name), secret, NOT_READ)
        unknown = f"{entity} has no field `{name}`"
        return Problem(line, column + 1, len(name), unknown, known_names(name, known))
    if undeclared := UNDECLARED.search(message):
        return _unknown(offset, text, undeclared[1], scope)
    if (date := _date(text, offset, message)) is not None:
        return Problem(*place(text, date.start), len(date.text), date.message, date.hint)
    length = len(re.match(r"\w+|\S?", text[offset:])[0] or " ")  # type: ignore[index]
    if is_syntax(message):
        return Problem(line, column, length, explained(message), _for_syntax(text))
    return Problem(line, column, length, *_judged(offset, text, message, scope))


def _date(text: str, offset: int, message: str) -> dates.WrittenDate | None:
    """A date that somebody wrote, where CEL finds another type or cannot read on."""
    if is_syntax(message):
        return dates.around(text, offset)
    overload = OVERLOAD.search(message)
    if overload is None or "google.protobuf.Timestamp" not in overload[2]:
        return None
    return dates.operand(text, offset)


def _for_syntax(text: str) -> str:
    if text.count("'") % 2 and '"' not in text:
        return 'put a text with an apostrophe in double quotes: `"it\'s"`'
    if placed := PLACED.fullmatch(text):
        return f"write `{placed[1].strip()}`: `${{…}}` is for texts that people read"
    meant = in_words_of_cel(text)
    return "correct the expression" if meant is None else shown(meant)


def _judged(offset: int, text: str, message: str, scope: Scope) -> tuple[str, str]:
    """The message and the suggestion for a type error in well-formed text."""
    if overload := OVERLOAD.search(message.replace("msc.", "")):
        return misfit(overload[1], overload[2], text, offset, scope)
    if selected := SELECT.search(message):
        return _no_fields(selected[1], text, offset)
    if ranged := RANGE.search(message):
        return _no_list(ranged[1], scope)
    if variable := VARIABLE.search(message):
        name = variable[1]
        return f"`{name}` begins with a name for the item", f"write `….{name}(row, …)`"
    if literal := LITERAL.search(message):
        return f"this {type_word(literal[1])} exceeds 64 bits", "write a smaller one"
    return "this is not valid here", "see the language reference"


def _no_fields(type_: str, text: str, offset: int) -> tuple[str, str]:
    name = re.match(r"\.?\s*(\w+)", text[offset:])
    word = name[1] if name else ""
    is_list = type_.startswith("list(")
    if word == "size" or (is_list and word in ("length", "count", "len")):
        return f"{with_article(type_word(type_))} has no fields", shown(
            put(text, offset, f".{word}", ".size()")
        )
    if is_list:
        return (
            "a list has no fields",
            "use the fields inside `exists`, `all`, `filter` or `map`",
        )
    return f"{with_article(type_word(type_))} has no fields", f"leave out `.{word}`"


def _no_list(type_: str, scope: Scope) -> tuple[str, str]:
    entity = type_.removeprefix("msc.")
    collection = scope.entities.collection(entity) if scope.has_collections else None
    hint = f"all rows of `{entity}` are called `{collection}`" if collection else "name a list"
    return f"this needs a list, and what stands before it is {with_article(type_word(type_))}", hint


def _unknown(offset: int, text: str, name: str, scope: Scope) -> Problem:
    line, column = place(text, offset)
    variables = scope.visible()
    record, _, rest = name.partition(".")
    if rest and record in variables:
        first = rest.split(".")[0]
        known = fields_of(variables[record], scope.entities)
        if record == "input":
            return _no_input((line, column + 1), first, known, scope)
        reason = f"`{record}` has no `{first}`"
        return Problem(line, column + 1, len(first), reason, known_names(first, known))
    # CEL points at the last dot of a name with dots, and at the bracket of a method.
    start = text.rfind(record, 0, offset + len(record))
    start = start if 0 <= start <= offset else text.find(f"{record}(", offset)
    start = start if start >= 0 else offset
    message, hint = _unknown_name(record, text, start, scope)
    return Problem(line, column + start - offset, len(record), message, hint)


def _no_input(
    where: tuple[int, int], name: str, known: Mapping[str, ValueType], scope: Scope
) -> Problem:
    message, hint = f"`input` has no `{name}`", known_names(name, known)
    if not known:
        message = "the operation takes no input"
        hint = "declare it, for example `input: {book: book, title: book.title}`"
    return Problem(*where, len(name), message, hint, name in scope.lost, not known)


def _unknown_name(name: str, text: str, start: int, scope: Scope) -> tuple[str, str]:
    """The message and the suggestion for an unknown name."""
    documents = scope.entities.documents
    entity = name if name in documents.values() else documents.get(name)
    if name == "round":
        return "`round` needs a decimal and its number of places", _with_places(text, start)
    if entity is None:
        return f"`{name}` is not known here", _instead(name, text, start, scope)
    return (
        f"`{entity}` is kept in mongo, and only rows in postgres can be listed, counted or tested",
        f"keep `{entity}` in postgres, or read its documents from the MongoDB data service",
    )


def _with_places(text: str, start: int) -> str:
    called = re.compile(r"round\(([\w.]+)\)").match(text, start)
    return (
        "write `round(…, 2)`"
        if called is None
        else shown(put(text, start, called[0], f"round({called[1]}, 2)"))
    )


def _instead(name: str, text: str, start: int, scope: Scope) -> str:
    """A replacement for an unknown name."""
    if name in OTHER_CONSTANTS:
        return shown(put(text, start, name, OTHER_CONSTANTS[name]))
    visible = scope.visible()
    if re.match(rf"{name}\s*\(", text[start:]):
        return _for_function(name, text, start)
    values = visible.get("input")
    if values is not None and name in fields_of(values, scope.entities):
        return shown(put(text, start, name, f"input.{name}"))
    if name in (unnamed := dict(scope.unnamed)):
        return f"give the step `{unnamed[name]}` an `as: {name}`"
    if scope.has_collections and (collection := scope.entities.collection(name)):
        return f"all rows of `{name}` are called `{collection}`"
    if owners := list(_owners(name, scope)):
        written = (put(text, start, name, f"{owner}.{name}") for owner in owners)
        return shown(next(written)) if len(owners) == 1 else _whose(name, owners)
    if is_enum_word(name, scope):
        return shown(put(text, start, name, f"'{name}'"))
    return known_names(name, visible)


def _owners(name: str, scope: Scope) -> Iterator[str]:
    """The available rows, including inputs, that have a field of this name."""
    for variable, type_ in scope.variables:
        match type_:
            case RowValue(entity) if name in scope.entities.index[entity]:
                yield variable
            case RecordValue(fields):
                yield from (
                    f"{variable}.{inner}"
                    for inner, kind in fields
                    if isinstance(kind, RowValue) and name in scope.entities.index[kind.entity]
                )
            case _:
                pass


def _whose(name: str, owners: list[str]) -> str:
    choices = " or ".join(f"`{owner}.{name}`" for owner in owners)
    return f"say whose it is: {choices}"


def _for_function(name: str, text: str, start: int) -> str:
    meant = with_function_of_cel(text, name, start)
    if meant is not None:
        return shown(meant)
    if name in ("date", "datetime"):
        return (
            f"compare with `today` or `now`, a field or an input: expressions have no fixed {name}s"
        )
    if name in (*MACROS.values(), "map"):
        return f"write `….{name}(row, …)`: a variable for the item, and an expression of it"
    return "there is no such function; see the language reference"


def known_names(name: str, known: Mapping[str, ValueType]) -> str:
    """A suggestion that lists the available names."""
    near = closest(name, known)
    if near:
        return f"did you mean `{near}`?"
    return f"{LISTING}{', '.join(sorted(known))}" if known else "nothing is available here"
