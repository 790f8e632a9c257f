"""Formats each text once: most files of the systems that tests build are the same."""

from collections.abc import Mapping

from msc.emit.formatting import format_python


class Formatter:
    """What was formatted, by path and text, on which the formatted text depends alone."""

    def __init__(self) -> None:
        self.formatted: dict[tuple[str, str], str] = {}

    def format_python(self, texts: Mapping[str, str]) -> dict[str, str]:
        new = {path: text for path, text in texts.items() if (path, text) not in self.formatted}
        for path, formatted in format_python(new).items():
            self.formatted[path, new[path]] = formatted
        return {path: self.formatted[path, text] for path, text in texts.items()}
