"""The details of an audit record."""

from dataclasses import dataclass, field

from src.application.caller import MASK, details_of


@dataclass(frozen=True)
class Inputs:
    """What somebody sent."""

    name: str
    class_: str | None
    sent: frozenset[str] = field(default_factory=frozenset)


def test_details_are_called_as_outside_of_python() -> None:
    assert details_of(Inputs("Ada", "first")) == {"name": "Ada", "class": "first"}


def test_personal_data_are_masked() -> None:
    details = details_of(Inputs("Ada", None), masked=["name", "class_"])
    assert details == {"name": MASK, "class": None}
