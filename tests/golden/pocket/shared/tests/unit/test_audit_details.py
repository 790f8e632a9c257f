"""Whatever an operation was given, a record of it can be kept."""

import pytest

from shared.audit_details import MAX_CHARACTERS, bounded


def nested(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value", [None, True, "text", 2**63 - 1, -(2**63), {"a": [1, {"b": "c"}]}, nested(32)]
)
def test_details_that_fit_stay_as_they_are(value: object) -> None:
    assert bounded({"name": value}) == {"name": value}


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (2**63, "9223372036854775808"),
        ({"n": [-(2**63) - 1]}, '{"n": [-9223372036854775809]}'),
        (nested(33), "[" * 33 + "1" + "]" * 33),
    ],
)
def test_a_number_or_a_depth_that_no_document_holds_is_kept_as_text(
    value: object, kept: str
) -> None:
    assert bounded({"name": value}) == {"name": kept}


@pytest.mark.parametrize("value", ["x" * 5_000, ["x" * 4_996]])
def test_a_long_value_is_cut_and_says_so(value: object) -> None:
    kept = bounded({"name": value})["name"]
    assert isinstance(kept, str)
    assert kept.endswith("… (the first of 5000 characters)")
    assert len(kept) < MAX_CHARACTERS + 50
