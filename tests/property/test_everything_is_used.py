"""What is emitted is used: nothing is there that nobody in the emitted system calls.

A service is closed: who else could call its functions? What is shared is called by any service.
Tests are looked at with what they test, which alone is no reason for anything to be there.
"""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from vulture import Vulture

from msc.emit.emission import emit
from msc.lower.program import Program, lower
from msc.pipeline.spec import load

ROOT = Path(__file__).parents[2]
LARGE = (
    *sorted((ROOT / "specs" / "examples").iterdir()),
    ROOT / "tests" / "systems" / "every_step",
)
SMALL = sorted((ROOT / "tests" / "systems" / "small").glob("*.yaml"))
SPECS = (*LARGE, *(pytest.param(path, marks=pytest.mark.slow) for path in SMALL))
# What a framework calls by its place, not by its name.
DECORATORS = (
    "@*router*",
    "@*.get",
    "@*.post",
    "@*.fixture*",
    "@*validator*",
    "@*app.*",
    "@*dispatcher*",
)
NAMES = ("test_*", "pytest_*", "do_GET", "do_POST")
ALLOWED = {
    "upgrade": "Alembic calls it", "downgrade": "Alembic calls it",
    "Page": "what a list answers, once there is one",
    "Forbidden": "one of the problems that services know of each other",
    "perform": "runs the steps of later revisions",
    "AddConstraint": "a step of a revision", "AddUnique": "a step of a revision",
    "AddIndex": "a step of a revision", "Require": "a step of a revision",
    "Fill": "a step of a revision", "Follow": "a step of a revision",
    "rename_table": "a step of a revision",
    "today": "a clock tells the day beside the moment", "now": "and the moment beside the day",
    "IllegalTransition": "what the first state machine refuses with",
    "send_400_response": "the server calls it where it reads no HTTP",
    "make_request": "the tests' session of aiogram has to have it",
    "stream_content": "the tests' session of aiogram has to have it",
    "wrong_fields": "reads a refused request, once there is something to refuse",
    "Every": "a schedule for the jobs of an extension",
    "places": "gives a decimal its places, once there is one",
    "typed": "compares what the service answers, once it has rows",
    "unsaved": "a session that fails, once there are rows to read",
}  # fmt: skip
# A service without operations has the frame for its first one, which then changes no file of it.
FRAME = frozenset(
    {"AlreadyHandled", "Caller", "Data", "RuleViolation", "commit", "created", "problems", "read"}
)  # fmt: skip


def program_of(spec: Path) -> Program:
    system = load(spec).value
    assert system is not None
    program = lower(system).value
    assert program is not None
    return program


def emitted(program: Program) -> Mapping[str, str]:
    emission = emit(program)
    return {file.path: file.text for file in emission.tree.files if file.path.endswith(".py")}


class Module(NamedTuple):
    """What a module defines, and every name in it that is used."""

    defined: tuple[str, ...]
    used: frozenset[str]


@cache
def module(path: str, text: str) -> Module:
    """The same file is in many systems, and in several worlds of each."""
    look = Vulture(ignore_names=[*NAMES], ignore_decorators=[*DECORATORS])
    look.scan(text, Path(path))
    kinds = (look.defined_funcs, look.defined_methods, look.defined_classes, look.defined_props)
    return Module(tuple(item.name for kind in kinds for item in kind), frozenset(look.used_names))


class World:
    """Texts that are all there is, as far as the names in them are concerned."""

    def __init__(self, texts: Mapping[str, str], *folders: str) -> None:
        modules = {
            path: module(path, text) for path, text in texts.items() if path.startswith(folders)
        }
        used = frozenset().union(*(module.used for module in modules.values()))
        self._unused = [
            (path, name) for path, module in modules.items()
            for name in module.defined if name not in used
        ]  # fmt: skip

    def unused(self, below: str, allowed: Collection[str]) -> list[str]:
        """What is below a folder, and named nowhere."""
        return [
            f"{path}: {name}"
            for path, name in self._unused
            if path.startswith(below) and name not in allowed
        ]


@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.stem)
def test_nothing_is_there_that_nobody_calls(spec: Path) -> None:
    program = program_of(spec)
    texts = emitted(program)
    services = sorted({path.split("/")[1] for path in texts if path.startswith("services/")})
    idle = {home for home, service in program.services.items() if not service.use_cases}
    frame = {"HttpUnitsOfWork", "UnitsOfWork"} if len(idle) == len(program.services) else set()
    sources = [f"services/{service}/src/" for service in services]
    unused = World(texts, "shared/src/", *sources).unused("shared/src/", {*ALLOWED, *frame})
    for service in services:
        own, allowed = f"services/{service}/", {*ALLOWED, *(FRAME if service in idle else ())}
        unused += World(texts, f"{own}src/", f"{own}alembic/").unused(own, allowed)
        unused += World(texts, f"{own}src/", f"{own}tests/").unused(f"{own}tests/", allowed)
    for service in ("shared/", "simulators/"):
        unused += World(texts, f"{service}src/", f"{service}tests/").unused(
            f"{service}tests/", ALLOWED
        )
    assert unused == []


def test_what_nobody_calls_is_found() -> None:
    texts = {"a/b.py": "def used(): ...\ndef idle(): ...\nused()\n", "c/d.py": "idle()\n"}
    assert World(texts, "a/").unused("a/", ()) == ["a/b.py: idle"]
    assert World(texts, "a/", "c/").unused("a/", ()) == []
