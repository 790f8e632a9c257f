"""Shared by the commands that run a build."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from msc.cli.output import Existing, here
from msc.local.build import Build
from msc.local.failure import LocalError

build_argument = click.argument("build", type=Existing(), required=False)


class Ports(click.ParamType[int | str]):
    """`free`, or the number of the first port."""

    name = "port"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number, or `free` as it is."""
        if value == "free" or isinstance(value, int):
            return value
        if not str(value).isdecimal() or not 1024 <= int(value) <= 65_000:
            self.fail(f"`{value}` is neither `free` nor a port from 1024 to 65000", param, ctx)
        return int(value)


@contextmanager
def on_this_machine() -> Iterator[None]:
    """Turns errors of the machine or the build into a single message."""
    if os.name == "nt":
        raise click.ClickException("it needs Linux or macOS; in containers it runs with: make up")
    try:
        yield
    except LocalError as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def installed(build: Path | None, say: Callable[[str], None] = click.echo) -> Build:
    """The named or nearest build, with its environments installed."""
    opened_build = opened(build)
    if not opened_build.is_installed:
        say("Installing the libraries that it needs ...")
    opened_build.install(os.environ)
    return opened_build


def opened(build: Path | None) -> Build:
    """The named or nearest build."""
    return Build.at(build or here())
