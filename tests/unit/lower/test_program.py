"""A program holds what the meaning of a system is in code, and a build compiles nothing twice."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from msc.core.catalogue.types import NOT_COMPILABLE
from msc.core.record import replace
from msc.emit.plan import plan
from msc.emit.templates import Templates
from msc.ir.system import System
from msc.lower import program as lowering
from msc.lower.operations import use_case
from msc.lower.program import Program, lower
from msc.lower.shapes import queries
from msc.pipeline.spec import load

ROOT = Path(__file__).parents[3]
SPECS = ("specs/examples/pocket", "specs/examples/p2p-lending", "tests/systems/every_step")


def system_of(spec: str) -> System:
    system = load(ROOT / spec).value
    assert system is not None
    return system


def program_of(system: System) -> Program:
    program = lower(system).value
    assert program is not None
    return program


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each element was compiled, by its name."""
    compilations = Counter[str]()

    def counted(module: Any, function: str, name: Callable[..., str]) -> None:
        real = getattr(module, function)

        def wrapped(*arguments: Any, **options: Any) -> Any:
            compilations[name(*arguments)] += 1
            return real(*arguments, **options)

        monkeypatch.setattr(module, function, wrapped)

    counted(use_case, "compile_operation", lambda operation, *_: f"operation {operation.name}")
    counted(queries, "compile_condition", lambda root, *_: f"query {id(root)}")
    counted(queries, "compile_stored", lambda root: f"guard {id(root)}")
    counted(lowering, "compile_predicate", lambda rule: f"rule {rule.name}")
    counted(lowering, "compile_notification", lambda sent, _: f"notification {sent.name}")
    return compilations


@pytest.mark.parametrize("spec", SPECS)
def test_a_build_compiles_each_element_once(spec: str, counts: Counter[str]) -> None:
    system = system_of(spec)
    program = program_of(system)
    plan(program, Templates())
    stored = program.stored
    expected = [f"operation {operation.name}" for operation in system.operations]
    expected += [
        f"query {id(query.query.condition.root)}"
        for query in stored.queries.values()
        if query.query.condition is not None
    ]
    expected += [f"guard {id(guard.rule.holds.root)}" for guard in stored.guards.values()]
    expected += [
        f"rule {rule.name}"
        for rule in system.rules
        if not rule.stored and any(rule.name in operation.rules for operation in system.operations)
    ]
    expected += [f"notification {notification.name}" for notification in system.notifications]
    assert counts == Counter(expected)


def test_nothing_compiles_past_the_program() -> None:
    """Who wants to know what an element is in code asks the program."""
    compilers = (
        "compile_operation(", "compile_condition(", "compile_stored(", "compile_predicate(",
        "compile_notification(",
    )  # fmt: skip
    callers = [
        path.relative_to(ROOT / "msc").as_posix()
        for path in sorted((ROOT / "msc").rglob("*.py"))
        if any(compiler in path.read_text("utf-8") for compiler in compilers)
    ]
    assert callers == [
        "analyze/rules.py", "analyze/selection.py", "expr/sql/__init__.py",
        "lower/operations/compile.py", "lower/operations/predicates.py",
        "lower/operations/use_case.py", "lower/program.py", "lower/services/notifying.py",
        "lower/shapes/queries.py",
    ]  # fmt: skip


@pytest.mark.parametrize("spec", SPECS)
def test_every_operation_is_a_use_case_of_one_service(spec: str) -> None:
    system = system_of(spec)
    program = program_of(system)
    assert [*program.use_cases] == [operation.name for operation in system.operations]
    homes = [case for service in program.services.values() for case in service.use_cases]
    assert sorted(home.operation.name for home in homes) == sorted(program.use_cases)


def test_an_operation_that_no_code_can_say_is_refused_where_it_stands() -> None:
    """Should the analysis let one pass: a build would end in a traceback."""
    system = system_of("specs/examples/p2p-lending")
    (guard,) = (rule for rule in system.rules if rule.stored)
    plain = replace(guard, stored=False)
    rules = tuple(plain if rule is guard else rule for rule in system.rules)
    lowered = lower(replace(system, rules=rules))
    asking = [operation for operation in system.operations if guard.name in operation.rules]
    assert lowered.value is None
    assert [diagnostic.code for diagnostic in lowered.diagnostics] == [NOT_COMPILABLE] * len(asking)
    assert [diagnostic.span for diagnostic in lowered.diagnostics] == [
        rule.origin.span for rule in asking
    ]
