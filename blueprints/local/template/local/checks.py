"""The story of the journeys."""

import importlib
import pkgutil

from local.commands import say, show, wait_for_interrupt
from local.journey import Journey
from local.system import LocalSystem

NO_JOURNEYS = "The system runs. The spec has no journeys to walk."


def story(*, keep: bool) -> int:
    """Runs the system, walks every journey and tells what happened."""
    say("Starting the servers and the services ...")
    with LocalSystem(default_ports=keep) as system:
        show(system.servers.origins, system.urls, str(system.logs))
        journeys = importlib.import_module("tests.e2e.journeys")
        found = sorted(each.name for each in pkgutil.iter_modules(journeys.__path__))
        for name in found:
            module = importlib.import_module(f"tests.e2e.journeys.{name}")
            say(f"\n{module.TITLE}\n")
            module.walk(Journey(system, narrate=True))
        say(f"\n{'The journeys went as the spec says.' if found else NO_JOURNEYS}")
        if keep:
            wait_for_interrupt()
    return 0
