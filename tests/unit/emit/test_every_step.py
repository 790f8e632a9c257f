"""Every step over every kind of row, as statements."""

from pathlib import Path

import pytest

from msc.emit.operations.compile import compile_operation
from msc.ir.system import System
from msc.pipeline import load

SPEC = Path(__file__).parents[2] / "systems" / "every_step" / "spec.yaml"


@pytest.fixture(scope="module")
def every_step() -> System:
    """The system, resolved."""
    outcome = load(SPEC)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def statements(system: System, name: str) -> str:
    """The statements of an operation."""
    return "\n".join(compile_operation(system.operation(name), system).lines)


def test_every_operation_is_python(every_step: System) -> None:
    for operation in every_step.operations:
        body = statements(every_step, operation.name).replace("\n", "\n    ")
        compile(f"async def run(self, given, caller):\n    {body}", operation.name, "exec")


def test_optional_row_is_loaded_only_if_it_was_given(every_step: System) -> None:
    text = statements(every_step, "lend_book")
    assert (
        "proxy = None if given.proxy_id is None else await self.people.get(given.proxy_id)" in text
    )
    assert "proxy_id=given.proxy_id" in text
    assert "if proxy is not None:\n    unit.read(" in text


def test_references_of_a_loop_are_loaded_inside_of_it(every_step: System) -> None:
    text = statements(every_step, "lend_book")
    assert "    other_reader = await self.people.get(other.reader_id)\n" in text
    assert "        neighbour_shelf = await self.shelves.get(neighbour.shelf_id)\n" in text


def test_two_loops_may_call_their_rows_alike(every_step: System) -> None:
    text = statements(every_step, "lend_book")
    assert "async for other in self.loans" in text
    assert "async for other_2 in self.people" in text


def test_reference_of_a_result_is_loaded_after_the_result(every_step: System) -> None:
    text = statements(every_step, "move_book")
    assert text.index("changed_shelf = ") < text.index("changed_shelf_keeper = await")


def test_rows_that_a_rule_reads_must_not_change(every_step: System) -> None:
    text = statements(every_step, "move_book")
    assert 'unit.read("shelf", book_shelf.id, book_shelf.version)' in text
    assert "if book_donor is not None:\n    unit.read(" in text


def test_values_have_the_type_of_their_field(every_step: System) -> None:
    text = statements(every_step, "move_book")
    assert '"condition": Condition(book.state)' in text
    assert '"code": str(book.id)' in text
    assert "Condition.LOST if moved.state == 'lost' else Condition(moved.state)" in text


def test_written_row_is_answered_as_it_was_committed(every_step: System) -> None:
    assert 'return committed.row(Book, "book", book.id)' in statements(every_step, "change_book")


def test_only_what_was_sent_is_changed(every_step: System) -> None:
    text = statements(every_step, "change_book")
    assert '{"title": given.title, "note": given.note}.items() if name in given.sent' in text


def test_audit_masks_personal_inputs(every_step: System) -> None:
    text = statements(every_step, "change_person")
    assert 'details_of(given, masked=("full_name", "chat"))' in text
