"""Work in a copy of a process: its result, and its mistakes, are those of the work."""

import subprocess
import sys

import pytest

START = """
import os
from msc.core import beside, lifetime

lifetime.keep_until_exit()
os.sched_getaffinity = lambda _: {0, 1}
original = os.getpid()
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies a process")


def output_of(program: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", START + program],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_work_is_done_in_a_copy_that_ends() -> None:
    assert output_of("""
result = beside.beside(int, os.getpid)
copy = result()
print(copy != original)
try:
    os.waitpid(copy, 0)
except ChildProcessError:
    print("it is gone")
""") == ["True", "it is gone"]


def test_a_result_may_be_larger_than_a_pipe() -> None:
    assert output_of("""
result = beside.beside(list[str], lambda: ["x" * 1000] * 1000)
print(len(result()))
""") == ["1000"]


def test_a_copy_ends_when_nobody_takes_its_result() -> None:
    # The copy holds standard output open, too, so this ends with it.
    lines = output_of("""
beside.beside(list[str], lambda: ["x" * 1000] * 1000)
""")
    assert lines == []


def test_a_copy_says_nothing_and_runs_nothing_at_its_end() -> None:
    assert output_of("""
import atexit
atexit.register(print, "the end")
print("once", flush=False)
beside.beside(int, lambda: 1)()
""") == ["once", "the end"]


@pytest.mark.parametrize("failing", ["1 / 0", "os._exit(3)", "object()"])
def test_what_a_copy_cannot_do_is_done_here(failing: str) -> None:
    assert output_of(f"""
work = lambda: 7 if os.getpid() == original else {failing}
print(beside.beside(int, work)())
""") == ["7"]


def test_what_the_work_raises_is_raised_where_its_result_is_needed() -> None:
    assert output_of("""
result = beside.beside(int, lambda: 1 // 0)
try:
    result()
except ZeroDivisionError:
    print("here")
""") == ["here"]


NO_COPY = """
def fork():
    raise BlockingIOError("no more processes")
os.fork = fork
"""


@pytest.mark.parametrize(
    "reason",
    ["lifetime._kept.clear()", "os.sched_getaffinity = lambda _: {0}", NO_COPY],
    ids=["many commands", "one core", "no more processes"],
)
def test_where_no_copy_can_be_made_the_work_is_done_here(reason: str) -> None:
    assert output_of(f"""
{reason}
print(beside.beside(int, os.getpid)() == original)
""") == ["True"]
