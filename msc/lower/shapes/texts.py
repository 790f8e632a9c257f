"""Texts with values in them as Python f-strings."""

import re
from collections.abc import Mapping

from msc.expr.python import compile_python
from msc.expr.scope import is_optional
from msc.expr.target import Code, free_variables
from msc.ir.triggers import Notification, PayloadField, Text
from msc.lower.pycode import escaped, string

WIDTH = 76


def text_code(text: Text, names: Mapping[str, str]) -> Code:
    """The expression that yields the text; `names` is that of `compile_python`."""
    if all(isinstance(part, str) for part in text.parts):
        return Code(string("".join(str(part) for part in text.parts)), ())
    pieces: list[str] = []
    imports: set[tuple[str, str]] = set()
    for part in text.parts:
        if isinstance(part, str):
            pieces.append(escaped(part).replace("{", "{{").replace("}", "}}"))
            continue
        code = compile_python(part.root, names)
        imports.update(code.imports)
        # What is missing reads as nothing.
        otherwise = f'"" if {code.text} is None else ' if is_optional(part.type) else ""
        pieces.append("{" + otherwise + code.text + "}")
    return Code(_lines(pieces), tuple(sorted(imports)))


def shown_inputs(notification: Notification) -> tuple[PayloadField, ...]:
    """The inputs that the notification's texts show; the others need not be passed."""
    texts = [each for each in (notification.text, notification.subject) if each is not None]
    parts = [part for text in texts for part in text.parts if not isinstance(part, str)]
    used = frozenset().union(*(free_variables(part.root) for part in parts)) if parts else ()
    return tuple(each for each in notification.inputs if each.field.name in used)


def _lines(pieces: list[str]) -> str:
    """One f-string, or several that Python joins when one would be too long for a line."""
    lines = [""]
    for piece in pieces:
        for word in re.findall(r"\S*\s*", piece) if not piece.startswith("{") else [piece]:
            if lines[-1] and len(lines[-1]) + len(word) > WIDTH:
                lines.append("")
            lines[-1] += word
    texts = [f'f"{line}"' if "{" in line else f'"{line}"' for line in lines]
    return texts[0] if len(texts) == 1 else "(\n" + "\n".join(texts) + "\n)"
