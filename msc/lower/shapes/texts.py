"""Texts with placeholders as Python f-strings."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from msc.core.columns import columns
from msc.expr.evaluate import Identity, LookUp, Value, evaluate, shown_timestamp
from msc.expr.python import compile_python
from msc.expr.scope import is_optional
from msc.expr.target import Code, children, free_variables, kind_of
from msc.ir.expressions import Call, Expression, Node, ScalarKind
from msc.ir.system import System
from msc.ir.triggers import Notification, PayloadField, Text
from msc.ir.walk import expressions_of
from msc.lower.pycode import escaped, literal, string

WIDTH = 76
# What a test expects stands deep inside of other values, behind its key.
WIDTH_IN_TESTS = 56
FORMATTED = frozenset({ScalarKind.BOOL, ScalarKind.TIMESTAMP})


def text_code(text: Text, names: Mapping[str, str]) -> Code:
    """The expression that yields the text; `names` is that of `compile_python`."""
    if all(isinstance(part, str) for part in text.parts):
        return Code(string("".join(str(part) for part in text.parts)), ())
    pieces: list[str] = []
    arguments: list[str] = []
    imports: set[tuple[str, str]] = set()
    for part in text.parts:
        if isinstance(part, str):
            pieces.append(escaped(part).replace("{", "{{").replace("}", "}}"))
            arguments.append(string(part))
            continue
        code = compile_python(part.root, names)
        imports.update(code.imports)
        if _is_formatted(part):
            imports.add(("shared.texts", "shown"))
            pieces.append(f"{{shown({code.text})}}")
            arguments.append(f"shown({code.text})")
        elif kind_of(part.root) is ScalarKind.DECIMAL:
            pieces.append(f"{{{code.text}:f}}")
            arguments.append(f'format({code.text}, "f")')
        else:
            # A missing value is shown as an empty text.
            missing = f'"" if {code.text} is None else ' if is_optional(part.type) else ""
            pieces.append(f"{{{missing}{code.text}}}")
            is_text = kind_of(part.root) is ScalarKind.STRING
            arguments.append(f"{'' if is_text else 'str'}({missing}{code.text})")
    # The formatter breaks no line inside of an f-string.
    fits = all(columns(piece) <= WIDTH for piece in pieces if piece.startswith("{"))
    joined = _lines(pieces) if fits else f'"".join(({", ".join(arguments)},))'
    return Code(joined, tuple(sorted(imports)))


def formats_values(system: System) -> bool:
    """Whether any text shows a value that Python's own formatting would render differently."""
    texts = [
        text
        for notification in system.notifications
        for text in (notification.subject, notification.text)
    ]
    texts += [text for trigger in system.triggers for text in trigger.texts]
    shown = [
        part
        for text in texts
        if text is not None
        for part in text.parts
        if not isinstance(part, str)
    ]
    evaluated = (
        expression.root
        for operation in system.operations
        for expression in expressions_of(operation, system)
    )
    return any(map(_is_formatted, shown)) or any(
        map(_writes_timestamps, (*(part.root for part in shown), *evaluated))
    )


def _writes_timestamps(node: Node) -> bool:
    """Whether a part of the expression is a timestamp as a text."""
    if isinstance(node, Call) and node.function == "string":
        return kind_of(node.arguments[0]) is ScalarKind.TIMESTAMP
    return any(map(_writes_timestamps, children(node)))


def _is_formatted(part: Expression) -> bool:
    """Whether Python's own formatting does not produce the displayed form."""
    kind = kind_of(part.root)
    return kind in FORMATTED or (kind is ScalarKind.DECIMAL and is_optional(part.type))


def text_literal(text: Text, look_up: LookUp, time_zone: str) -> str:
    """The text as Python code with known values filled in; identifiers of rows are looked up."""
    pieces = [
        part if isinstance(part, str) else _shown(evaluate(part.root, look_up), time_zone)
        for part in text.parts
    ]
    if all(isinstance(piece, str) for piece in pieces):
        return literal("".join(map(str, pieces)))
    return _lines([
        "{" + piece.text + "}" if isinstance(piece, Identity)
        else escaped(piece).replace("{", "{{").replace("}", "}}")
        for piece in pieces
    ], WIDTH_IN_TESTS)  # fmt: skip


def _shown(value: Value, time_zone: str) -> str | Identity:
    match value:
        case None:
            return ""
        case Identity():
            return value
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case datetime():
            return shown_timestamp(value, time_zone)
        case _:
            return str(value)


def shown_inputs(notification: Notification) -> tuple[PayloadField, ...]:
    """The inputs used by the notification's texts; others need not be passed."""
    used = _variables(notification)
    return tuple(input_ for input_ in notification.inputs if input_.field.name in used)


def shown_times(notification: Notification) -> tuple[str, ...]:
    """Which of `now` and `today` the notification's texts use; the sender reads the clock."""
    used = _variables(notification)
    return tuple(name for name in ("now", "today") if name in used)


def _variables(notification: Notification) -> frozenset[str]:
    texts = [text_ for text_ in (notification.text, notification.subject) if text_ is not None]
    parts = [part for text in texts for part in text.parts if not isinstance(part, str)]
    return frozenset(name for part in parts for name in free_variables(part.root))


def _lines(pieces: list[str], width: int = WIDTH) -> str:
    """One f-string, or several adjacent ones if one would exceed the line length."""
    lines = [""]
    for piece in pieces:
        for word in re.findall(r"\S*\s*", piece) if not piece.startswith("{") else [piece]:
            if lines[-1] and columns(lines[-1]) + columns(word) > width:
                lines.append("")
            lines[-1] += word
    # Braces are doubled in an f-string, and in no other.
    texts = [f'f"{line}"' if "{" in line else f'"{line.replace("}}", "}")}"' for line in lines]
    return texts[0] if len(texts) == 1 else "(\n" + "\n".join(texts) + "\n)"
