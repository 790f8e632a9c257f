"""The law: what `check` accepts can succeed, on real servers."""

import shutil
from pathlib import Path

from msc.local.failure import LocalError
from msc.pipeline.front import front
from tests.generated.drawing import spec_of
from tests.generated.live.sample import Call, calls
from tests.generated.writing import written


def run(number: int, scratch: Path) -> tuple[Call, ...]:
    """The calls of the spec of a number; none if `check` does not accept it.

    A system that does not start is one refused call.
    """
    system = front([("spec.yaml", written(spec_of(number)))]).checked.value
    if system is None:
        return ()
    folder = scratch / str(number)
    try:
        return calls(system, folder)
    except LocalError as error:
        return (Call("all", "start", None, str(error)),)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
