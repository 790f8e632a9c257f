"""The front end for specs that resemble each other: what it has checked once stays checked.

Commands keep right expressions in the same way, from run to run.
"""

from collections.abc import Mapping, Sequence

from msc.analyze.recall import Earlier
from msc.expr.known import KnownExpressions
from msc.ir.expressions import Expression
from msc.pipeline import front as pipeline
from msc.pipeline.front import Front
from msc.pipeline.inputs import Document

CHECKED: dict[bytes, Expression] = {}


class Remembering(KnownExpressions):
    """Knows what any command in this process has checked."""

    def __init__(self, earlier: Mapping[bytes, Expression]) -> None:
        super().__init__(earlier)
        self.used = CHECKED


def front(documents: Sequence[Document], answers: Document | None = None) -> Front:
    """The system of the documents, which are sorted by path."""
    expressions = KnownExpressions(CHECKED)
    result = pipeline.front(documents, answers, Earlier(expressions))
    CHECKED.update(expressions.used)
    return result
