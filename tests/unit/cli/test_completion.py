"""What a shell is told of commands, and of the values of their arguments."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from msc.cli import COMMANDS
from msc.emit.data import NAMES

LOADED = "import sys; from msc.__main__ import main; main(prog_name='msc')"


def completed(line: str, folder: Path) -> list[str]:
    """The values that bash is offered behind a line."""
    words = line.split(" ")
    environment = os.environ | {
        "_MSC_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return [line.partition(",")[2] or line for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("msc ", list(COMMANDS)),
        ("msc bu", ["build"]),
        ("msc explain MSC30", ["MSC301", "MSC302"]),
        ("msc explain unknown-k", ["unknown-key"]),
        ("msc init x --from p", ["p2p-lending", "pocket"]),
        ("msc views ", list(NAMES)),
        ("msc views db_", [name for name in NAMES if name.startswith("db_")]),
        ("msc schema a", ["answers"]),
    ],
)
def test_a_shell_completes_names(line: str, offered: list[str], tmp_path: Path) -> None:
    assert completed(line, tmp_path)[: len(offered)] == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_page_of_installation_names_what_starts_completion(shell: str) -> None:
    page = Path(__file__).parents[3] / "docs" / "installation.md"
    assert f"_MSC_COMPLETE={shell}_source msc" in page.read_text("utf-8")
    environment = os.environ | {"_MSC_COMPLETE": f"{shell}_source"}
    command = [sys.executable, "-c", LOADED]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    # An old bash is told that it cannot complete, and gets the script all the same.
    assert "_MSC_COMPLETE" in done.stdout


@pytest.mark.parametrize("line", ["msc check sp", "msc build --out sp", "msc views shared sp"])
def test_a_shell_completes_files_and_folders_by_itself(line: str, tmp_path: Path) -> None:
    assert completed(line, tmp_path) == ["sp"]
