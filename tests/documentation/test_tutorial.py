"""The tutorial: its commands run in order, in an empty folder, and answer as the page says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```(console|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n", re.MULTILINE)
ANYTHING = "…"


class Reader:
    """Somebody who does what the page says."""

    def __init__(self, home: Path) -> None:
        self.folder = home
        tools = Path(sys.executable).parent
        self.environment = {
            **os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "NO_COLOR": "1", "LC_ALL": "C",
            "GIT_AUTHOR_NAME": "Reader", "GIT_AUTHOR_EMAIL": "reader@library.example",
            "GIT_COMMITTER_NAME": "Reader", "GIT_COMMITTER_EMAIL": "reader@library.example",
        }  # fmt: skip

    def follow(self, kind: str, text: str) -> None:
        """Edits a file, or runs commands and looks at their answers."""
        if kind == "diff":
            self.edit(*text.split("\n", 1))
            return
        _, *parts = COMMAND.split(text)
        for command, answer in zip(parts[::2], parts[1::2], strict=True):
            if command.startswith("cd "):
                self.folder /= command.removeprefix("cd ")
            else:
                output = self.run(command)
                assert fits(output, answer), output

    def edit(self, file: str, lines: str) -> None:
        """Replaces the lines marked `-` by those marked `+`."""
        old, new = (
            "".join(line[1:] for line in lines.splitlines(keepends=True) if line[0] == sign)
            for sign in "-+"
        )
        path = self.folder / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1, old
        path.write_text(text.replace(old, new), "utf-8")

    def run(self, command: str) -> str:
        done = subprocess.run(
            command, shell=True, cwd=self.folder, env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        return done.stdout


def fits(output: str, expected: str) -> bool:
    """Whether an answer is the expected one: `…` stands for anything, on a line of its own for any
    lines or none.
    """
    pieces = (
        r"(?:.*\n)*" if line == f"{ANYTHING}\n" else ".*".join(map(re.escape, line.split(ANYTHING)))
        for line in expected.splitlines(keepends=True)
    )
    return re.fullmatch("".join(pieces), output) is not None


@pytest.mark.slow
def test_the_commands_answer_as_the_page_says(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    blocks = BLOCK.findall(PAGE.read_text("utf-8"))
    assert len(blocks) > 10
    for kind, text in blocks:
        reader.follow(kind, text)
