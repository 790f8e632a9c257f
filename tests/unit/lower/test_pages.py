"""Which operations commit page by page, and what such a one does."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from msc.lower.operations.use_case import UseCase
from msc.lower.program import lower
from msc.lower.scenes.rehearsal import rehearse_operation
from msc.pipeline.spec import load

SPEC = Path(__file__).parents[3] / "tests/systems/small/crowds.yaml"
TEXT = SPEC.read_text("utf-8")
UNCHANGED: Mapping[str, str] = MappingProxyType({})
NEWS = "values: {notice: input.notice, price: input.price, on: input.on}\n"
NOTIFY = "steps: [{notify: person, notification: reminder}]"


def use_case(folder: Path, name: str, changes: Mapping[str, str] = UNCHANGED) -> UseCase:
    """The operation of the spec, in which some texts stand in the place of others."""
    text, spec = TEXT, folder / "spec.yaml"
    for before, after in changes.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    spec.write_text(text, "utf-8")
    system = load(spec).value
    assert system is not None
    program = lower(system).value
    assert program is not None
    return program.use_cases[name]


@pytest.mark.parametrize("name", ["tell_everybody", "count_the_curious", "remind_everybody"])
def test_an_operation_that_only_tells_goes_on_behind_each_page(tmp_path: Path, name: str) -> None:
    operation = use_case(tmp_path, name)
    assert operation.in_pages
    page, end = f'go_on(unit, "{name}", inputs, page.next_cursor)', "await commit("
    assert operation.statements[-2] == page
    assert operation.statements[-1].startswith(end)


def test_only_the_first_page_is_audited(tmp_path: Path) -> None:
    statements = use_case(tmp_path, "tell_everybody").statements
    record = next(place for place, line in enumerate(statements) if "unit.audit(" in line)
    assert statements[record - 1] == "if caller.cursor is None:"


@pytest.mark.parametrize(
    "changes",
    [
        # Somebody waits for the answer.
        {
            "remind_everybody:\n    actor: system": "remind_everybody:\n    actor: any",
            "POST /notices: put_up": "POST /reminders: remind_everybody\n  POST /notices: put_up",
            "jobs:\n  remind: {schedule: daily at 09:00, run: remind_everybody}\n": "",
        },
        # A row is written.
        {NOTIFY: "steps: [{update: person, set: {curious: false}}]"},
        # There is more to tell than one loop does.
        {NOTIFY: f"{NOTIFY}\n      - for_each: people\n        as: person\n        {NOTIFY}"},
    ],
)
def test_whatever_does_more_is_one_unit_of_work(tmp_path: Path, changes: dict[str, str]) -> None:
    assert not use_case(tmp_path, "remind_everybody", changes).in_pages


def test_a_rehearsal_knows_which_messages_let_single_people_pass(tmp_path: Path) -> None:
    notify = "- {notify: person, notification: reminder}"
    spec = tmp_path / "spec.yaml"
    spec.write_text(TEXT.replace(NEWS, NEWS + f"          {notify}\n" * 11), "utf-8")
    system = load(spec).value
    assert system is not None
    program = lower(system).value
    assert program is not None
    operation = system.operation("tell_everybody")
    rehearsal = rehearse_operation(operation, system, program.stored)
    assert rehearsal is not None
    bulk = ["notification.email.bulk" in event for event in rehearsal.outcome.events]
    # The last event is the audit record.
    assert bulk == [False] * 10 + [True] * 2 + [False]
