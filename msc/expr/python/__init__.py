"""A checked expression -> the text of a Python expression.

Rows are objects whose references are `<name>_id`. An ordering or a test of texts with a null
operand is false. A decimal literal becomes a `Decimal`. What may be null is only read where a
condition before it says that it is not.
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
    holds it. A row that is read through a reference must be given by its path. The identifier of a
    row may be given as `input.payment.id`.
    """
    compiler = Compiler(Scope(dict(names)))
    text, _ = compiler.text(node)
    return Code(text, tuple(sorted(compiler.imports)))


def compile_value(node: Node, names: Mapping[str, str], convert: Convert) -> Code:
    """The Python text of a value to store: a row by its identifier, any other value converted."""
    compiler = Compiler(Scope(dict(names)))
    text, _ = compiler.stored(node, convert)
    return Code(text, tuple(sorted(compiler.imports)))
