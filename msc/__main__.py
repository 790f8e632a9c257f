"""`msc` and `python -m msc`."""

import atexit
import gc

from msc.cli import main


def run() -> None:
    """Runs one command and exits."""
    # A command makes little garbage with cycles and ends soon: looking for it again and again, and
    # once more over everything at the end, would be a sixth of the time of a `check`.
    gc.disable()
    atexit.register(gc.freeze)
    main()


if __name__ == "__main__":
    run()
