"""The files of a spec are read in a copy of the process, with the same result as here."""

import subprocess
import sys
from pathlib import Path

import pytest

from msc.pipeline.inputs import read_inputs
from msc.pipeline.reading import reading
from tests.unit.cli.running import EXAMPLE

PROGRAM = """
import os, sys
from pathlib import Path
from msc.core import lifetime
lifetime.keep_until_exit()
os.sched_getaffinity = lambda _: {0, 1}
from msc.pipeline.inputs import read_inputs
from msc.pipeline.reading import reading
inputs = read_inputs(Path(sys.argv[1])).value
texts = reading(inputs.documents, inputs.answers)()
print("yaml" in sys.modules)
print(texts)
"""
# No copy can send an integer of more than 64 bits, so the original reads such a file itself.
LARGE = "language: 0\nentities:\n  pot:\n    fields:\n      size: {maximum: 99999999999999999999}\n"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies a process")


@pytest.mark.parametrize(
    ("text", "parses_here"),
    [("", False), ("entities: {pot: [}\n", False), ("a: &b 1\nc: *b\n", False), (LARGE, True)],
    ids=["none", "malformed", "aliases", "large"],
)
def test_texts_are_the_same(tmp_path: Path, text: str, *, parses_here: bool) -> None:
    spec = EXAMPLE
    if text:
        (tmp_path / "spec.yaml").write_text(text, "utf-8")
        (tmp_path / "answers.yaml").write_text("answers: {\xe4: 1}\n", "utf-8")
        spec = tmp_path
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(spec)], capture_output=True, text=True, check=True
    )
    loaded, _, texts = done.stdout.partition("\n")
    inputs = read_inputs(spec).value
    assert inputs is not None
    assert texts.rstrip("\n") == str(reading(inputs.documents, inputs.answers)())
    assert loaded == str(parses_here)
