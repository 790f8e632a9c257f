"""What the examples are compiled to, kept for reviewers to read.

`pocket/` is the small example's output, file by file; what only machines read is kept by its
digest, as is the whole of the large example. `make golden` writes both anew.
"""

import hashlib
import os
import subprocess
from itertools import zip_longest
from pathlib import Path

import pytest
from ruff import find_ruff_bin

from msc.pipeline.building import build

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "specs" / "examples"
POCKET, DIGESTS = HERE / "pocket", HERE / "pocket.digests.txt"
TREE = HERE / "p2p-lending.tree.txt"
LOCK_FILES = ("requirements.txt", "requirements-dev.txt", "requirements-bootstrap.txt")

type Files = dict[str, bytes]


@pytest.fixture(scope="module")
def writes(request: pytest.FixtureRequest) -> bool:
    """Whether to write the expected output anew; never in continuous integration."""
    wanted = bool(request.config.getoption("--regen"))
    if wanted and os.environ.get("CI") == "true":
        pytest.fail("--regen is refused where CI=true: golden output is reviewed, not accepted")
    return wanted


def test_lines_are_short_where_names_are() -> None:
    """The emitted settings leave the length of lines to the formatter."""
    rule = ["--isolated", "--select", "E501", "--line-length", "100"]
    command = [find_ruff_bin(), "check", "--no-cache", *rule, str(POCKET)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def emitted(example: str, folder: Path) -> Files:
    """What a first build of the example writes, without the record of the build."""
    outcome = build(EXAMPLES / example, folder, dry_run=False, check=False)
    assert not outcome.failed, [diagnostic.message for diagnostic in outcome.diagnostics]
    return {path: data for path, data in held(folder).items() if not path.startswith(".msc/")}


def held(folder: Path) -> Files:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }  # fmt: skip


def digests(files: Files) -> str:
    named = sorted(files.items())
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in named)


def is_machine_text(path: str) -> bool:
    return path.rpartition("/")[2] in LOCK_FILES


def differences(expected: Files, actual: Files) -> list[str]:
    """What is missing, extra or different, with the first line that differs."""
    missing = [f"missing: {path}" for path in sorted(expected.keys() - actual.keys())]
    extra = [f"extra: {path}" for path in sorted(actual.keys() - expected.keys())]
    common = sorted(expected.keys() & actual.keys())
    changed = [first_difference(path, expected[path], actual[path])
               for path in common if expected[path] != actual[path]]  # fmt: skip
    return [*missing, *extra, *changed]


def first_difference(path: str, expected: bytes, actual: bytes) -> str:
    pairs = zip_longest(expected.decode().splitlines(), actual.decode().splitlines(), fillvalue="")
    number, (old, new) = next(
        ((number, pair) for number, pair in enumerate(pairs, 1) if pair[0] != pair[1]),
        (1, ("the end of the last line", "another one")),
    )
    return f"different: {path}:{number}\n  - {old}\n  + {new}"


def test_pocket_is_compiled_to_what_was_reviewed(tmp_path: Path, *, writes: bool) -> None:
    files = emitted("pocket", tmp_path / "out")
    read = {path: data for path, data in files.items() if not is_machine_text(path)}
    rest = digests({path: data for path, data in files.items() if is_machine_text(path)})
    if writes:
        write(read)
        DIGESTS.write_text(rest, "utf-8")
    differing = differences(held(POCKET), read)
    assert differing == [], "\n".join([*differing, "if this is meant: make golden"])
    assert DIGESTS.read_text("utf-8") == rest


def write(files: Files) -> None:
    """Makes the folder hold these files and no others."""
    for path in held(POCKET).keys() - files.keys():
        (POCKET / path).unlink()
    for path, data in files.items():
        (POCKET / path).parent.mkdir(parents=True, exist_ok=True)
        (POCKET / path).write_bytes(data)


def test_p2p_lending_is_compiled_to_what_was_reviewed(tmp_path: Path, *, writes: bool) -> None:
    tree = digests(emitted("p2p-lending", tmp_path / "out"))
    if writes:
        TREE.write_text(tree, "utf-8")
    expected, now = (dict(line.split("  ")[::-1] for line in text.splitlines())
                     for text in (TREE.read_text("utf-8"), tree))  # fmt: skip
    differ = {path for path in expected.keys() | now.keys() if expected.get(path) != now.get(path)}
    assert sorted(differ) == [], "if this is meant: make golden"


def test_differences_are_named() -> None:
    expected = {"a": b"one\ntwo\n", "b": b"", "c": b"same"}
    actual = {"a": b"one\nthree\n", "c": b"same", "d": b""}
    assert differences(expected, actual) == [
        "missing: b", "extra: d", "different: a:2\n  - two\n  + three",
    ]  # fmt: skip
