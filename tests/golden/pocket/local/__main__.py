"""`python -m local …`: runs the system, its servers and its tests on this machine."""

import argparse
import sys

from local import checks, commands, gate
from local.journey import JourneyError
from local.servers import ServerStartError, ServersUnavailableError
from local.services import ServiceFailedError


def main() -> int:
    """The exit code of the chosen action; an expected failure is one message."""
    arguments = _parser().parse_args()
    try:
        return _run(arguments)
    except (ServersUnavailableError, ServerStartError, ServiceFailedError, JourneyError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _run(arguments: argparse.Namespace) -> int:
    match arguments.action:
        case "up":
            return commands.up(default_ports=arguments.ports == "default", detach=arguments.detach)
        case "down":
            return commands.down()
        case "status":
            return commands.status()
        case "servers":
            return commands.servers()
        case "story":
            return checks.story(keep=arguments.keep == "1")
        case _:
            return gate.run_tests()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    up = actions.add_parser("up", help="run the whole system until Ctrl-C")
    up.add_argument("--ports", choices=["default", "free"], default="default")
    up.add_argument("--detach", action="store_true", help="leave it running and return")
    actions.add_parser("down", help="stop what runs, and clean up after killed runs")
    actions.add_parser("status", help="show what runs and whether it is ready")
    actions.add_parser("servers", help="start the servers only; prints their export lines")
    story = actions.add_parser("story", help="walk the journeys and tell what happens")
    story.add_argument("--keep", default="0", help="1 leaves the system running afterwards")
    actions.add_parser("test", help="test every service on real servers, with coverage")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
