"""`msc` and `python -m msc`."""

import atexit
import gc
import sys
from types import ModuleType

from msc.cli import main
from msc.core.lifetime import keep_until_exit


def run() -> None:
    """Runs one command and exits."""
    # A command makes little garbage with cycles and ends soon: looking for it again and again, and
    # once more over everything at the end, would be a sixth of the time of a `check`.
    gc.disable()
    atexit.register(gc.freeze)
    keep_until_exit()
    _look_for_no_plugins()
    main()


def _look_for_no_plugins() -> None:
    """Tells pydantic that there are no plugins: they have no say in what a spec means.

    The variable PYDANTIC_DISABLE_PLUGINS says so too, but processes that a command starts inherit
    it, and what looks for plugins is loaded all the same, with the standard library's packages for
    metadata and e-mail: a twentieth of the time of a `check`.
    """
    loader = ModuleType("pydantic.plugin._loader")
    vars(loader)["get_plugins"] = tuple
    sys.modules[loader.__name__] = loader


if __name__ == "__main__":
    run()
