"""Stored rows are found on both sides of what guards and queries ask."""

from pathlib import Path

import pytest

from msc.expr.evaluate import Identity
from msc.ir.system import System
from msc.lower.scenes.stored import GuardCases, guard_cases, query_cases
from msc.lower.shapes.queries import stored_code
from msc.pipeline.front import front

ROOT = Path(__file__).parents[3]
LIMIT = (
    "loans.filter(l, l.borrower == actor && "
    "l.status in ['requested', 'funded', 'active']).size() < 3"
)


def sources(example: str) -> list[tuple[str, bytes]]:
    root = ROOT / "specs/examples" / example
    return [(path.relative_to(root).as_posix(), path.read_bytes())
            for path in sorted(root.rglob("*.yaml"))]  # fmt: skip


def system_of(files: list[tuple[str, bytes]]) -> System:
    system = front(files).checked.value
    assert system is not None
    return system


def limit_of(text: str) -> GuardCases | None:
    """The cases of the only guard of P2P lending, when it says something else."""
    files = [(name, data.replace(LIMIT.encode(), f'"{text}"'.encode()))
             for name, data in sources("p2p-lending")]  # fmt: skip
    system = system_of(files)
    (guard,) = stored_code(system).guards.values()
    assert guard.rule.holds.source == text
    return guard_cases(guard, system)


@pytest.mark.parametrize("example", ["pocket", "p2p-lending"])
def test_every_guard_and_query_of_the_examples_has_rows_on_both_sides(example: str) -> None:
    system = system_of(sources(example))
    stored = stored_code(system)
    for name, guard in stored.guards.items():
        cases = guard_cases(guard, system)
        assert cases is not None, name
        assert set(cases.verdicts) == {True, False}
        assert cases.rows.beside
    for name, query in stored.queries.items():
        assert query_cases(query, system) is not None, name


def test_rows_that_matter_and_rows_that_do_not_differ_in_one_value() -> None:
    cases = limit_of(LIMIT)
    assert cases is not None
    assert cases.verdicts == (True, True, True, False)
    assert cases.rows.counted == {"borrower": Identity("actor_id"), "status": "requested"}
    assert cases.rows.also == ({"status": "funded"}, {"status": "active"})
    assert cases.rows.beside == (
        {"borrower": Identity("other_user_id")},
        {"status": "repaid"},
        {"status": "defaulted"},
        {"status": "cancelled"},
    )


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("loans.exists(l, l.borrower == actor)", (False, True)),
        ("!loans.exists(l, l.borrower == actor)", (True, False)),
        ("loans.all(l, l.status == 'repaid')", (True, False)),
        ("loans.filter(l, l.borrower == actor).size() == 2", (False, False, True, False)),
        ("loans.filter(l, l.amount > 200.0).size() >= 2", (False, False, True)),
        ("loans.filter(l, l.borrower == actor).size() < 100", (True,) * 100 + (False,)),
    ],
)
def test_verdicts_reach_just_beyond_the_last_change(text: str, verdicts: tuple[bool, ...]) -> None:
    cases = limit_of(text)
    assert cases is not None
    assert cases.verdicts == verdicts


def test_rows_that_are_counted_often_do_not_repeat_what_is_unique() -> None:
    different = limit_of("users.filter(u, u.telegram_chat_id != null).size() < 3")
    assert different is not None
    assert different.rows.counted == {}
    assert limit_of("users.filter(u, u.telegram_chat_id == '71001').size() < 3") is None


@pytest.mark.parametrize(
    ("field", "is_known"),
    [("string", True), ("boolean", False), ("{enum: [hiv, syphilis]}", False)],
)
def test_what_a_factory_chooses_tells_rows_apart_only_if_there_are_many_values(
    field: str, is_known: bool
) -> None:
    spec = f"""
language: 1
system: {{name: bank, description: Blood is tested.}}
entities:
  bag: {{fields: {{number: integer}}}}
  trial: {{fields: {{bag: {{reference: bag}}, kind: {field}}}, unique: [[bag, kind]]}}
rules:
  tested: {{holds: "trials.filter(t, t.bag == input.bag).size() == 2", message: No, code: NO}}
operations:
  release:
    actor: public
    input: {{bag: bag}}
    rules: [tested]
    steps: [{{delete: input.bag}}]
endpoints:
  DELETE /bags/{{bag}}: release
"""
    system = system_of([("spec.yaml", spec.encode())])
    assert (guard_cases(stored_code(system).guards["tested"], system) is not None) is is_known
