"""The plan: every path once, portable, and with the element that caused it."""

import pytest

from msc.core.record import replace
from msc.core.source import Origin, Span
from msc.emit.emission import emit
from msc.emit.plan import ImpossiblePathError, plan
from msc.emit.templates import Templates
from msc.ir.system import System
from msc.lower.program import lower


def renamed(system: System, name: str, *, plural: str | None = None) -> System:
    """The system with one more entity, a copy of its audit record under another name."""
    origin = Origin(Span("more.yaml", 7, 3, 7, 9))
    copy = replace(
        system.entity("audit_log"), name=name, plural=plural or f"{name}s", origin=origin
    )
    return replace(system, entities=(*system.entities, copy))


def test_plan_is_sorted_and_each_path_has_a_cause(system: System) -> None:
    planned = plan(lower(system).value, Templates())
    paths = [file.path for file in planned.plan.files]
    assert paths == sorted(set(paths))
    assert len(paths) > 250
    assert all(file.cause for file in planned.plan.files)
    causes = {file.cause for file in planned.plan.files}
    assert {"entity loan", "operation create_loan"} <= causes


def test_rendered_paths_are_the_planned_ones(system: System) -> None:
    program = lower(system).value
    planned = [(file.path, file.owner) for file in plan(program, Templates()).plan.files]
    assert [(file.path, file.owner) for file in emit(program).tree.files] == planned


def test_two_elements_in_one_file_are_our_mistake(system: System) -> None:
    with pytest.raises(ImpossiblePathError, match=r"for entity Loan and for entity loan"):
        plan(lower(renamed(system, "Loan")).value, Templates())


@pytest.mark.parametrize("name", ["base", "enums", "guard", "aux", "com1", "class", "none"])
def test_name_of_an_emitted_file_or_of_a_device_gets_another(system: System, name: str) -> None:
    planned = plan(lower(renamed(system, name)).value, Templates())
    paths = [file.path for file in planned.plan.files if file.cause == f"entity {name}"]
    assert paths


@pytest.mark.parametrize("name", ["a/../../b", "/etc", "a b\n"])
def test_path_never_leaves_the_output(system: System, name: str) -> None:
    with pytest.raises(ImpossiblePathError):
        plan(lower(renamed(system, name)).value, Templates())
