"""Runs every journey against the running system and narrates it."""

import importlib
import pkgutil
import sys

from tests.e2e import journeys
from tests.e2e.journey import Journey, JourneyError
from tests.e2e.running import running_system


def main() -> int:
    """The exit code: 1 if a journey fails."""
    system = running_system()
    names = sorted(module.name for module in pkgutil.iter_modules(journeys.__path__))
    try:
        for name in names:
            module = importlib.import_module(f"tests.e2e.journeys.{name}")
            sys.stdout.write(f"\n{module.TITLE}\n\n")
            module.walk(Journey(system, narrate=True))
    except JourneyError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    went = "The journeys went as the spec says." if names else "The spec has no journeys to walk."
    sys.stdout.write(f"\n{went}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
