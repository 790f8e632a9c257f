"""Rows that a loop selects, and that earlier steps have changed, are looked at again."""

from collections.abc import Mapping
from pathlib import Path

from msc.lower.program import Program, lower
from msc.pipeline.spec import load

SPEC = Path(__file__).parents[3] / "tests/systems/small/one_row_twice.yaml"
TEXT = SPEC.read_text("utf-8")
RETURNS = "    returns: purse\nendpoints:"
# The journey counts on an answer with a row.
UNTOLD = {"      - request: POST /purses/${id}/shutting\n        status: 200\n": ""}
FIRST = """\
      - transition: input.purse
        to: shut
        as: purse
"""


def programmed(folder: Path, changes: Mapping[str, str]) -> Program:
    """The program of the spec in which some texts stand in the place of others."""
    text, spec = TEXT, folder / "spec.yaml"
    for before, after in changes.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    spec.write_text(text, "utf-8")
    system = load(spec).value
    assert system is not None
    program = lower(system).value
    assert program is not None
    return program


def test_a_row_that_was_moved_before_the_loop_is_left_out(tmp_path: Path) -> None:
    lines = programmed(tmp_path, {}).use_cases["shut"].statements
    place = lines.index('    other = unit.current("purse", other)')
    # What no step writes still holds.
    assert lines[place + 1] == "    if other.state == 'open':"
    assert lines[place + 2].startswith("        ")


def test_a_condition_that_reads_nothing_changed_is_not_asked_again(tmp_path: Path) -> None:
    note = FIRST.replace("transition", "update").replace("to: shut", "set: {note: \"'seen'\"}")
    lines = programmed(tmp_path, {FIRST: note}).use_cases["shut"].statements
    assert '    other = unit.current("purse", other)' in lines
    assert not any("if other." in line for line in lines)


def test_all_parts_that_are_in_doubt_are_asked_again(tmp_path: Path) -> None:
    first = FIRST + FIRST.replace("transition: input.purse", "update: purse").replace(
        "to: shut\n        as: purse", "set: {balance: 0}\n        as: empty"
    )
    condition = "(p.state == 'open' || p.note == null)"
    changes = {FIRST: first, "p.state == 'open'": condition}
    lines = programmed(tmp_path, changes).use_cases["shut"].statements
    either = "(other.state == 'open' or other.note is None)"
    assert f"    if {either} and other.balance >= purse.balance:" in lines


def test_what_says_that_a_row_is_there_is_asked_before_it_is_read() -> None:
    system = load(SPEC.with_name("behind_loops.yaml")).value
    assert system is not None
    program = lower(system).value
    assert program is not None
    lines = program.use_cases["count_lent"].statements
    either = "(lent_lent_to.nickname == 'Ann' or lent.pages > 3)"
    assert f"    if lent_lent_to is not None and {either}:" in lines


def test_a_row_that_is_deleted_before_the_loop_is_left_out(tmp_path: Path) -> None:
    changes = {FIRST: "      - delete: input.purse\n", RETURNS: "endpoints:", **UNTOLD}
    lines = programmed(tmp_path, changes).use_cases["shut"].statements
    place = lines.index('    if unit.deletes("purse", other.id):')
    assert lines[place + 1] == "        continue"
