"""A foreign key is named after its table, as the models' convention names it."""

from msc.lower.shapes.tables import table
from tests.unit.analyze.pocket import changed, run

KEYWORD = ("  booking:\n", "  booking:\n    plural: lateral\n")


def test_keyword_keeps_its_underscore_in_the_names_of_foreign_keys() -> None:
    text = changed(KEYWORD).replace("bookings.", "lateral.").replace(" bookings", " lateral")
    system = run(text).checked.value
    assert system is not None
    stored = table(system.entity("booking"), system)
    assert stored.name == "lateral_"
    assert {key.name for key in stored.foreign_keys} == {
        f"{stored.name}_{key.column}_fkey" for key in stored.foreign_keys
    }
