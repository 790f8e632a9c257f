"""The page of all codes is the catalogue."""

from pathlib import Path

from msc.core import catalogue
from msc.report.explain import as_markdown

PAGE = Path(__file__).parents[3] / "docs" / "diagnostics.md"
HEAD = "# Diagnostics\n\nThe page of every code; `msc explain CODE` prints the same.\n\n"


def test_page_is_the_catalogue(*, regen: bool) -> None:
    text = HEAD + "\n".join(map(as_markdown, catalogue.ALL))
    if regen:
        PAGE.write_text(text, "utf-8")
    assert PAGE.read_text("utf-8") == text
