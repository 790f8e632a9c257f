"""`msc` and `python -m msc`."""

import atexit
import gc

from msc.cli import main
from msc.core.lifetime import keep_until_exit


def run() -> None:
    """Runs one command and exits."""
    # A command makes little garbage with cycles and ends soon: looking for it again and again, and
    # once more over everything at the end, would be a sixth of the time of a `check`.
    gc.disable()
    atexit.register(gc.freeze)
    keep_until_exit()
    main()


if __name__ == "__main__":
    run()
