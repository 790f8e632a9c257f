"""A text shows the time only where whoever sends it asks a clock."""

from pathlib import Path

import pytest

from msc.pipeline.front import front

SPEC = Path(__file__).parents[3] / "specs" / "examples" / "pocket" / "spec.yaml"


def messages(old: str, new: str) -> list[str]:
    text = SPEC.read_text("utf-8")
    assert old in text
    checked = front([("spec.yaml", text.replace(old, new).encode())]).checked
    return [diagnostic.message for diagnostic in checked.diagnostics]


@pytest.mark.parametrize("name", ["now", "today"])
def test_reply_shows_no_time(name: str) -> None:
    (message,) = messages("${item.price} EUR", f"${{item.price}} EUR ${{{name}}}")
    assert "a reply asks no clock" in message


def test_text_that_verifies_an_address_shows_no_time() -> None:
    (message,) = messages("confirm your address: ${link}", "confirm your address: ${link} ${now}")
    assert "a registration asks no clock" in message
