"""Work in a copy of this process, on another core."""

import os
import sys
from collections.abc import Callable
from typing import NoReturn

import msgspec

from msc.core.lifetime import runs_one_command

type Work[T] = Callable[[], T]


def cores() -> int:
    """The number of processors that this process may use for its work; 1 if it cannot be copied.

    A copy has only the thread that makes it, so locks that others hold stay locked there: a process
    that runs one command has no others, and elsewhere than on Linux system libraries start some.
    """
    is_copied = sys.platform == "linux" and runs_one_command()
    return len(os.sched_getaffinity(0)) if is_copied else 1


def beside[T](kind: type[T], work: Work[T]) -> Work[T]:
    """Starts the work beside this process; returns what waits for its result.

    If there is no second core, or the copy fails, the work is done where its result is needed, and
    raises there what it has to raise. Changes that it makes to other values are lost.
    """
    if cores() < 2:
        return work
    reading, writing = os.pipe()
    try:
        copy = os.fork()
    except OSError:
        # There are too many processes, or too little memory for another one.
        os.close(reading)
        os.close(writing)
        return work
    if copy == 0:
        # A pipe that only its writer could read would never tell it that the process has ended.
        os.close(reading)
        _answer(work, writing)
    os.close(writing)

    def result() -> T:
        with open(reading, "rb") as pipe:
            data = pipe.read()
        _, status = os.waitpid(copy, 0)
        return msgspec.msgpack.decode(data, type=kind) if status == 0 else work()

    return result


def _answer[T](work: Work[T], writing: int) -> NoReturn:
    status = 1
    try:
        data = msgspec.msgpack.encode(work())
        with open(writing, "wb") as pipe:
            pipe.write(data)
        status = 0
    finally:
        # Without a word, and without what the process does at its end: the original does both.
        os._exit(status)
