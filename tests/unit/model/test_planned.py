"""Words that are only planned, beside other mistakes of structure."""

import pytest

from tests.unit.analyze.pocket import changed, findings

CASES = {
    "section": (("questions:\n", "views: {a: 1}\nquestions:\n"), [("MSC507", "views")]),
    "key of a field": (("name: {type: string, max_length: 60,", "name: {type: string, encrypted: true, max_length: 60,"),
                       [("MSC507", "encrypted")]),
    "kind of a field": (("name: {type: string, max_length: 60,", "name: {slug: seats,"),
                        [("MSC507", "slug")]),
    "verb": (("      - require: booking_is_over\n", "      - find: bookings\n"), [("MSC507", "find")]),
    "verb in a loop": (("          - notify: manager", "          - when: true\n          - notify: manager"),
                       [("MSC507", "when")]),
    "beside a misspelt key": (("questions:\n", "formulas: {a: 1}\nquestionz: {}\nquestions:\n"),
                              [("MSC507", "formulas"), ("MSC201", "questionz")]),
    "misspelt verb": (("      - require: booking_is_over\n", "      - requir: booking_is_over\n"),
                      [("MSC201", "requir")]),
    "step without a verb": (("      - require: booking_is_over\n", "      - as: x\n"), [("MSC207", "as")]),
    "key without a value": (("    default: never", "    default:"), None),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_structure_is_refused_at_its_smallest_place(name: str) -> None:
    change, expected = CASES[name]
    reported = findings(changed(change))
    assert (
        reported == expected
        if expected is not None
        else [finding[0] for finding in reported] == ["MSC203"]
    )
