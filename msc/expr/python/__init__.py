"""A checked expression -> the text of a Python expression.

Rows are objects whose references are `<name>_id`. An ordering or a text test with a null operand is
false. A decimal literal becomes a `Decimal`. A nullable value is read only after a condition that
excludes null.
"""

from collections.abc import Mapping

from msc.expr.python.compiler import Compiler, Convert
from msc.expr.python.scope import Scope
from msc.expr.target import Code
from msc.ir.expressions import Node

__all__ = ["Convert", "compile_python", "compile_value"]


def compile_python(node: Node, names: Mapping[str, str]) -> Code:
    """The Python text of `node`.

    `names` maps a variable, or a dotted path such as `input.payment.payer`, to the Python text that
    holds it. A row behind a reference must be mapped by its path. The identifier of a row can be
    mapped as `input.payment.id`.
    """
    compiler = Compiler(Scope(dict(names)))
    text, _ = compiler.text(node)
    return Code(text, tuple(sorted(compiler.imports)))


def compile_value(node: Node, names: Mapping[str, str], convert: Convert) -> Code:
    """The Python text of a value to store: a row by its identifier, any other value converted."""
    compiler = Compiler(Scope(dict(names)))
    text, _ = compiler.stored(node, convert)
    return Code(text, tuple(sorted(compiler.imports)))
