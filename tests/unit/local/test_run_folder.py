"""Runs that ended in every way, and what is left of them."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from msc.local.runs.folder import Death, RunFolder, clean_abandoned, end_run
from msc.local.runs.identity import ProcessIdentity, start_mark
from msc.local.runs.kept import forget
from msc.local.runs.process import Command, LocalProcess, how_it_ended

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
    (folder.path / "owner.json").write_text('{"name": "owner", "pid": 1, "started": "never"}')


def test_run_of_a_living_owner_is_left_alone(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "mine")
    assert clean_abandoned(tmp_path) == ()
    assert folder.in_use()


def test_run_of_a_killed_owner_is_ended_with_its_data(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "killed")
    scratch = folder.data()
    process = run_in(folder)
    disown(folder)
    assert clean_abandoned(tmp_path) == ("killed",)
    assert not process.identity.alive()
    assert not scratch.exists()
    assert not folder.path.exists()


def test_kept_data_survive_the_run_and_its_killed_owner(tmp_path: Path) -> None:
    kept = tmp_path / "data"
    first = RunFolder.create(tmp_path / "up", kept)
    secret = first.secret("rabbitmq")
    first.finish()
    second = RunFolder.create(tmp_path / "up", kept)
    assert second.secret("rabbitmq") == secret
    disown(second)
    assert clean_abandoned(tmp_path) == ()
    assert RunFolder.create(tmp_path / "up", kept).secret("rabbitmq") == secret
    forget(kept)
    assert RunFolder.create(tmp_path / "up", kept).secret("rabbitmq") != secret


def test_secrets_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "up", tmp_path / "data")
    assert len(folder.secret("service_token")) >= 32
    file = tmp_path / "data/secrets/service_token"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_volumes_of_containers_are_forgotten_with_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed: list[tuple[str, str]] = []
    monkeypatch.setattr("msc.local.runs.kept.remove_volume", lambda *what: removed.append(what))
    (tmp_path / "data").mkdir()
    (tmp_path / "data/msc-1-redis.volume").write_text("docker")
    forget(tmp_path / "data")
    assert removed == [("docker", "msc-1-redis")]
    assert not (tmp_path / "data").exists()


def test_death_is_known_until_the_process_starts_again(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "up")
    process = run_in(folder, "/bin/sh", "-c", "exit 3")
    assert process.ended_within(10)
    folder.record_death(Death("sleeper", process.exit_code() or 0))
    assert folder.death("sleeper") == Death("sleeper", 3)
    run_in(folder).kill()
    assert folder.death("sleeper") is None


@pytest.mark.parametrize(
    ("code", "words"), [(3, "exit code 3"), (-9, "killed by SIGKILL"), (-99, "killed by signal 99")]
)
def test_end_of_a_process_in_words(code: int, words: str) -> None:
    assert how_it_ended(code) == words


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
    # The signal has been sent; a busy machine takes its time to end a process.
    end = time.monotonic() + 10
    while start_mark(child) is not None:
        assert time.monotonic() < end, "the child of the script still runs"
        time.sleep(0.01)


def test_port_is_given_once_even_before_anything_listens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = RunFolder.create(tmp_path / "first"), RunFolder.create(tmp_path / "second")
    chosen = iter([20_001, 20_001, 20_002, 20_001, 20_003])
    monkeypatch.setattr("random.randrange", lambda *_: next(chosen))
    monkeypatch.setattr("msc.local.runs.ports.is_free", lambda _port: True)
    assert first.free_ports(2) == (20_001, 20_002)
    assert second.free_ports(1) == (20_003,)
