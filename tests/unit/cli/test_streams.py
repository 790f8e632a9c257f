"""What msc writes to and where it stands: a full disk, a closed stream, a folder that is gone."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.cli.running import EXAMPLE, msc

COMMAND = (sys.executable, "-m", "msc")


@pytest.mark.parametrize(
    "arguments", [["check", str(EXAMPLE)], ["explain", "MSC301"], ["schema"], ["--help"]]
)
def test_a_full_disk_is_said_in_one_line(arguments: list[str]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr == "Error: the output cannot be written: no space left on device\n"


def test_a_closed_output_changes_nothing_else() -> None:
    shell = ["sh", "-c", '"$@" >&-', "sh", *COMMAND, "check", str(EXAMPLE)]
    done = subprocess.run(shell, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", ["check", "build", "diff", "questions", "fmt"])
def test_a_folder_that_is_gone_is_named_as_the_reason(command: str, tmp_path: Path) -> None:
    done = _run_where_nothing_is(tmp_path, command)
    assert (done.returncode, done.stdout) == (1, "")
    assert "the current folder does not exist any more" in done.stderr


def test_a_spec_that_is_named_in_full_needs_no_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = _run_where_nothing_is(tmp_path, "build", str(EXAMPLE), "--dry-run", "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith(f"{out}: ")


def test_two_commands_at_once_are_told_apart_from_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = msc("check", "build")
    assert refused.exit_code == 2
    assert "no file or folder `build`; commands are given one at a time" in refused.output


def _run_where_nothing_is(tmp_path: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f'cd "{gone}" && rmdir "{gone}" && exec "$@"'
    return subprocess.run(
        ["sh", "-c", script, "sh", *COMMAND, *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
