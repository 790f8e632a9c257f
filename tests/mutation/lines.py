"""A plugin of pytest: which lines of msc each test executes, and how long the test takes.

A line is only looked at until a test has executed it, so tests run nearly as fast as without it.
Emitted systems are looked at with a copy of this module, and the folder of their source.
"""

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
from types import CodeType

import pytest

FOLDER, SOURCE = "MUTATION_LINES", "MUTATION_SOURCE"
# What is executed while modules are imported, before the first test.
AT_IMPORT = ""

_TOOL = sys.monitoring.COVERAGE_ID
_SOURCE = os.environ.get(SOURCE) or f"{Path(__file__).parents[2]}/msc/"
_executed: set[tuple[str, int]] = set()
_tests: list[tuple[str, float, dict[str, list[int]]]] = []


def _line(code: CodeType, line: int) -> object:
    if code.co_filename.startswith(_SOURCE):
        _executed.add((code.co_filename.removeprefix(_SOURCE), line))
    return sys.monitoring.DISABLE


def pytest_configure() -> None:
    sys.monitoring.use_tool_id(_TOOL, "lines")
    sys.monitoring.register_callback(_TOOL, sys.monitoring.events.LINE, _line)
    sys.monitoring.set_events(_TOOL, sys.monitoring.events.LINE)


def pytest_unconfigure() -> None:
    """Python still runs lines while it ends, when this module is gone."""
    sys.monitoring.set_events(_TOOL, sys.monitoring.events.NO_EVENTS)
    sys.monitoring.free_tool_id(_TOOL)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    if not _tests:
        _keep(AT_IMPORT, 0)
    _executed.clear()
    sys.monitoring.restart_events()
    start = time.process_time()
    try:
        return (yield)
    finally:
        _keep(item.nodeid, time.process_time() - start)


def _keep(test: str, seconds: float) -> None:
    lines = defaultdict(list)
    for module, line in sorted(_executed):
        lines[module].append(line)
    _tests.append((test, seconds, lines))


def pytest_sessionfinish() -> None:
    """Each process of pytest-xdist writes a file of its own; the one that leads them has none."""
    if _tests:
        Path(os.environ[FOLDER], f"{os.getpid()}.json").write_text(json.dumps(_tests), "utf-8")
