"""Runs a PostgreSQL of its own until standard input ends; its address is the first line of output.

Runs in the environment of an emitted system, whose `local` package knows where servers come from.
"""

import sys

from local.servers import LocalServers

if __name__ == "__main__":
    with LocalServers(["postgres"]) as servers:
        print(servers.urls["postgres"], flush=True)
        sys.stdin.read()
