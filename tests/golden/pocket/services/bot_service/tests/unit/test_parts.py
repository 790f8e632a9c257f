"""What is longer than a message of Telegram is sent in several."""

import pytest

from src.messages.parts import MAX_UNITS, parts_of

LINE = "x" * (MAX_UNITS // 2)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("short", ["short"]),
        ("one\ntwo", ["one\ntwo"]),
        (" ", [" "]),
        ("x" * MAX_UNITS, ["x" * MAX_UNITS]),
        ("x" * MAX_UNITS + "\nrest", ["x" * MAX_UNITS, "rest"]),
        ("x" * (MAX_UNITS + 1), ["x" * MAX_UNITS, "x"]),
        (f"{LINE}\n{LINE}\n{LINE}", [LINE, LINE, LINE]),
        (f"a\n{LINE[1:]}\n{LINE}", [f"a\n{LINE[1:]}", LINE]),
        (f"{LINE}{LINE}\n \n{LINE}", [LINE + LINE, f" \n{LINE}"]),
        (f"{LINE}{LINE}\n" + " " * MAX_UNITS, [LINE + LINE]),
        ("\U0001f600" * MAX_UNITS, ["\U0001f600" * (MAX_UNITS // 2)] * 2),
        (
            "x" + "\U0001f600" * (MAX_UNITS // 2),
            ["x" + "\U0001f600" * (MAX_UNITS // 2 - 1), "\U0001f600"],
        ),
    ],
    ids=range(12),
)
def test_parts_have_whole_lines_and_characters(text: str, parts: list[str]) -> None:
    assert parts_of(text) == parts
