"""Texts with values in them as Python f-strings."""

from collections.abc import Mapping

from msc.emit.pycode import escaped, literal
from msc.expr.python import compile_python
from msc.expr.target import Code
from msc.ir.triggers import Text


def text_code(text: Text, names: Mapping[str, str]) -> Code:
    """The expression that yields the text; `names` is that of `compile_python`."""
    if all(isinstance(part, str) for part in text.parts):
        return Code(literal("".join(str(part) for part in text.parts)), ())
    pieces: list[str] = []
    imports: set[tuple[str, str]] = set()
    for part in text.parts:
        if isinstance(part, str):
            pieces.append(escaped(part).replace("{", "{{").replace("}", "}}"))
            continue
        code = compile_python(part.root, names)
        imports.update(code.imports)
        pieces.append("{" + code.text + "}")
    return Code(f'f"{"".join(pieces)}"', tuple(sorted(imports)))
