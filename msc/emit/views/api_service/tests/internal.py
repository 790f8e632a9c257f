"""Tests of operations that other services run through internal routes."""

from collections.abc import Iterator

from msc.core.record import Record
from msc.ir.behaviour import Home, Operation
from msc.lower.program import Program
from msc.lower.pycode import ImportSet, docstring, literal
from msc.lower.scenes.arrangement import (
    arrangement,
    listed,
    scene_constants,
)
from msc.lower.scenes.cases import CaseView, async_case
from msc.lower.scenes.messages import CHAT
from msc.lower.scenes.models import Models, named_models
from msc.lower.scenes.paths import signed_in
from msc.lower.scenes.rehearsal import Rehearsal, rehearse_operation
from msc.lower.scenes.scene import admits_chat
from msc.lower.scenes.stage import Scene, Stage
from msc.lower.shapes.names import attribute
from msc.lower.types.texts import wire_text
from msc.spelling.code import attribute_name, element_module, function_name


class InternalTestView(Record):
    """The tests of an operation behind the internal routes."""

    module: str
    element: str
    docstring: str
    imports: str
    constants: tuple[str, ...]
    setup: tuple[str, ...]
    path: str
    cases: tuple[CaseView, ...]


def internal_tests(program: Program) -> Iterator[InternalTestView]:
    """The tests of all operations that commands, events and jobs run in this service."""
    system = program.system
    named = system.run_inside
    known = program.models
    for operation in system.operations:
        if operation.home is not Home.API or operation.name not in named:
            continue
        rehearsal = rehearse_operation(operation, system, program.stored)
        if rehearsal is not None:
            yield _view(rehearsal, known)


def _view(rehearsal: Rehearsal, known: Models) -> InternalTestView:
    stage, scene = rehearsal.stage, rehearsal.scene
    operation = stage.operation
    imports = ImportSet([("typing", "Any"), ("httpx", "Response"),
                         ("tests.support.api", "internal_client"),
                         ("tests.support.api", "problem_of"), ("tests.support.data", "Data"),
                         ("shared.unit_of_work", "Consumed")])  # fmt: skip
    constants = (
        *scene_constants(stage, scene, imports),
        f"INPUTS: dict[str, Any] = {_inputs(operation, scene)}",
    )
    arranged, cases = arrangement(stage, scene), tuple(_cases(rehearsal))
    imports.add_all(named_models(known, constants, arranged, cases))
    about = operation.description or f"Runs {operation.name}."
    return InternalTestView(
        module=element_module(operation.name),
        element=f"operation {operation.name}",
        docstring=docstring(f"For other services: {about}"),
        constants=constants,
        imports=imports.text,
        setup=arranged,
        path=literal(f"/operations/{operation.name}"),
        cases=cases,
    )


def _cases(rehearsal: Rehearsal) -> Iterator[CaseView]:
    stage, outcome = rehearsal.stage, rehearsal.outcome
    name, known = stage.operation.name, signed_in(stage.operation)
    checks = ["assert response.status_code == 200", *_page(rehearsal)]
    caller = ", actor_id=str(ACTOR.id)" if known else ""
    yield async_case(
        f"{name}_runs_on_behalf_of_its_caller",
        [f"response = await send(arranged(){caller})", *checks],
    )
    yield from _chats(stage, rehearsal.scene, checks)
    yield async_case(
        f"{name}_refuses_input_that_is_no_input",
        ['response = await send(arranged(), input="nonsense")',
         "assert response.status_code == 422"],
    )  # fmt: skip
    if outcome.writes or outcome.events:
        yield async_case(
            f"{name}_answers_nothing_when_told_again",
            ["data = arranged()", 'consumed = Consumed(consumer="worker", key="1")',
             "data.units_of_work.handled = [consumed]",
             f"response = await send(data, consumed=consumed.model_dump(){caller})",
             "assert response.status_code == 200", "assert response.json() is None",
             "assert data.units_of_work.committed == []"],
        )  # fmt: skip


def _page(rehearsal: Rehearsal) -> Iterator[str]:
    """That the page shows the rows that it should, if there is a page."""
    step = listed(rehearsal.operation)
    if step is not None:
        shown = [*(row.constant for row in rehearsal.beside(step)), "ITEM"]
        rows = ", ".join(f"str({row}.id)" for row in shown)
        yield f'assert [item["id"] for item in response.json()["items"]] == [{rows}]'


def _chats(stage: Stage, scene: Scene, checks: list[str]) -> Iterator[CaseView]:
    """The requests of a chat, if the operation needs an account that a chat can be linked to."""
    name, accounts = stage.operation.name, stage.system.authentication
    if accounts is None or accounts.telegram_link is None or not signed_in(stage.operation):
        return
    rows = f"data.{function_name(stage.system.entity(accounts.account).plural)}"
    update = f'{{"{attribute_name(accounts.telegram_link.chat)}": "{CHAT}"}}'
    if admits_chat(stage, scene, CHAT):
        yield async_case(
            f"{name}_runs_on_behalf_of_a_linked_chat",
            ["data = arranged()", f"{rows}.put(ACTOR.model_copy(update={update}))",
             f'response = await send(data, chat_id="{CHAT}")', *checks],
        )  # fmt: skip
    yield async_case(
        f"{name}_needs_a_chat_that_is_linked",
        [f'response = await send(arranged(), chat_id="{CHAT}")',
         'expected = (401, "NOT_AUTHENTICATED", "This chat is not linked to an account")',
         "assert problem_of(response) == expected"],
    )  # fmt: skip


def _inputs(operation: Operation, scene: Scene) -> str:
    pairs = []
    for input_ in operation.inputs:
        row = scene.row(("input", input_.field.name))
        value = row.identity if row is not None else scene.inputs[input_.field.name]
        pairs.append(f"{literal(attribute(input_.field))}: {wire_text(value)}")
    return f"{{{', '.join(pairs)}}}"
