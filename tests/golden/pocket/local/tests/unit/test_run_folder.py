"""Runs that ended in every way, and what is left of them."""

import os
import signal
import sys
from pathlib import Path

import pytest

from local.process import Command, LocalProcess
from local.process_identity import ProcessIdentity, start_mark
from local.run_folder import RunFolder, clean_abandoned, end_run

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
STUBBORN = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('deaf', flush=True); time.sleep(60)",
)


def run_in(folder: RunFolder, *arguments: str, name: str = "sleeper") -> LocalProcess:
    return LocalProcess(Command(name, arguments or SLEEP, folder.path, os.environ), folder)


def disown(folder: RunFolder) -> None:
    """Let the run look as if its owner had been killed."""
    folder.detach()
    (folder.path / "owner.json").write_text('{"name": "owner", "pid": 1, "started": "never"}')


def test_run_of_a_living_owner_is_left_alone(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "mine")
    assert clean_abandoned(tmp_path) == ()
    assert folder.in_use()


def test_run_of_a_killed_owner_is_ended_with_its_data(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "killed")
    scratch = folder.scratch()
    process = run_in(folder)
    disown(folder)
    assert clean_abandoned(tmp_path) == ("killed",)
    assert not process.identity.alive()
    assert not scratch.exists()
    assert not folder.path.exists()


def test_detached_run_lives_as_long_as_a_process_of_it(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "detached")
    process = run_in(folder)
    folder.detach()
    assert folder.in_use()
    assert clean_abandoned(tmp_path) == ()
    process.kill()
    assert not folder.in_use()
    end_run(folder)


def test_logs_stay_after_the_run(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "done")
    process = run_in(folder, sys.executable, "-c", "print('last words')")
    assert process.ended_within(10)
    folder.finish()
    assert folder.log("sleeper").read_text() == "last words\n"
    assert folder.processes() == ()


def test_process_that_does_not_listen_is_killed_after_the_grace(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "stubborn")
    process = run_in(folder, *STUBBORN)
    while "deaf" not in process.log_tail():
        assert process.running()
    process.stop(grace_seconds=0.3)
    assert not process.running()
    assert folder.processes() == ()


def test_later_process_with_the_same_number_is_not_ours(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "reused")
    folder.record_process(ProcessIdentity("old", os.getpid(), "another time"))
    end_run(folder)
    assert start_mark(os.getpid()) is not None


def test_signal_reaches_what_a_wrapper_script_started(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "group")
    shell = run_in(folder, "/bin/sh", "-c", "sleep 60 & echo $!; wait")
    while not shell.log_tail().strip():
        assert shell.running()
    child = int(shell.log_tail().strip())
    shell.kill(signal.SIGKILL)
    for _ in range(500):
        if start_mark(child) is None:
            return
    pytest.fail("the child of the script still runs")


def test_port_is_given_once_even_before_anything_listens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = RunFolder.create(tmp_path / "first"), RunFolder.create(tmp_path / "second")
    chosen = iter([20_001, 20_001, 20_002, 20_001, 20_003])
    monkeypatch.setattr("random.randrange", lambda *_: next(chosen))
    monkeypatch.setattr("local.run_folder._is_free", lambda _port: True)
    assert first.free_ports(2) == (20_001, 20_002)
    assert second.free_ports(1) == (20_003,)
