"""An expression means the same to the official evaluator and in the emitted Python."""

from random import Random
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msc.expr.check import check
from msc.ir.expressions import Expression
from tests.property.expressions.author import Author
from tests.property.expressions.evaluator import as_values, emitted, official
from tests.property.expressions.model import KINDS, SCOPE, some_values, stored_rows

DATA = stored_rows()
BOOL = KINDS["bool"]


def an_input(seed: int) -> SimpleNamespace:
    random = Random(seed)
    team = random.choice(DATA.rows["team"])
    return SimpleNamespace(**some_values(random), team_id=team.id)


CASES = [
    (actor, an_input(seed), as_values(DATA, actor, an_input(seed)))
    for seed, actor in enumerate(DATA.rows["person"])
]


@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(st.data())
def test_python_means_what_cel_means(data: st.DataObject) -> None:
    term = Author(data.draw, {"actor": "person"}, sql=False).condition(3)
    expression = check(term.text, SCOPE, BOOL)
    assert isinstance(expression, Expression), (term.text, expression)
    for actor, inputs, values in CASES:
        expected = official(term.reference, values)
        assert emitted(expression.root, DATA, actor, inputs) is expected, term.text
