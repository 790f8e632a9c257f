"""What drives a running system in the emitted tests, for tests of msc's own."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from msc.local.system import LocalSystem


def journey_of(system: LocalSystem) -> Any:
    """A journey through a system, made by the module of its own tests."""
    return module(system.build.root).Journey(system)


def module(root: Path) -> Any:
    """The module of a build that knows how to walk."""
    spec = spec_from_file_location("emitted_journey", root / "tests/e2e/journey.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded
