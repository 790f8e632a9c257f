"""Names that mean something elsewhere are refused, or their code is as good as any."""

import ast
from itertools import combinations

import pytest

from msc.core.naming import pascal
from msc.emit import emission
from msc.lower.program import lower
from tests.property import crowd


@pytest.mark.slow
def test_names_that_mean_something_elsewhere_make_code_that_is_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(emission, "format_python", dict)
    spec, system = crowd.accepted()
    # The language would be a poor one if it refused ordinary words.
    for name in ("user", "order", "group", "event", "settings", "container", "unit", "input"):
        assert name in spec["entities"]
    for name in ("class", "import", "con"):
        assert name not in spec["operations"]
    emitted = emission.emit(lower(system).value).value
    assert emitted is not None
    for each in emitted.tree.files:
        if each.path.endswith(".py"):
            ast.parse(each.text, each.path)


def test_distinct_names_have_distinct_paths() -> None:
    """Names that differ by little; a pair that meets in a path or a class is refused."""
    near = ("ab", "a_b", "abs", "a_bs", "ab2", "ab_2", "ab_s", "news", "new", "loan_1", "loan1")
    _, system = crowd.accepted(near)
    emitted = emission.plan(lower(system).value, emission.Templates()).value
    assert emitted is not None
    paths = [each.path.casefold() for each in emitted.plan.files]
    assert len(paths) == len(set(paths))
    kept = [each.name for each in system.entities]
    assert len(kept) > 6
    for one, other in combinations(kept, 2):
        assert pascal(one) != pascal(other)
        assert system.entity(one).plural != system.entity(other).plural
