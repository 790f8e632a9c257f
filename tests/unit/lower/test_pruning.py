"""Statements without the names that nothing reads."""

from msc.lower.operations.pruning import without_unused_names


def test_row_that_must_only_be_there_gets_no_name() -> None:
    lines = ["actor = await load(caller)", "note = await notes.get(1)", "return note"]
    assert without_unused_names(lines) == ["await load(caller)", *lines[1:]]


def test_optional_row_is_loaded_only_if_it_was_given() -> None:
    line = "proxy = None if given.a_id is None or a.b_id is None else await people.get(a.b_id)"
    assert without_unused_names([line]) == [
        "if given.a_id is not None and a.b_id is not None:",
        "    await people.get(a.b_id)",
    ]


def test_values_without_effect_go_with_what_only_they_read() -> None:
    lines = ["now = self.clock.now()", "changes = {}", "copy = row.model_copy(update=changes)"]
    assert without_unused_names([*lines, "return row"]) == ["return row"]


def test_loop_keeps_its_statements_when_nothing_reads_its_row() -> None:
    lines = ["async for person in people.every_row():", "    unit.create(1)"]
    assert without_unused_names(lines) == ["async for _ in people.every_row():", lines[1]]
