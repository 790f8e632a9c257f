"""The law: what `check` accepts can succeed, on real servers."""

import shutil
from pathlib import Path

from msc.pipeline.front import front
from tests.generated.drawing import spec_of
from tests.generated.live.sample import Call, calls
from tests.generated.writing import written


def run(number: int, scratch: Path) -> tuple[Call, ...]:
    """The calls of the spec of a number; none if `check` does not accept it."""
    system = front([("spec.yaml", written(spec_of(number)))]).checked.value
    if system is None:
        return ()
    folder = scratch / str(number)
    results = calls(system, folder)
    shutil.rmtree(folder)
    return results
