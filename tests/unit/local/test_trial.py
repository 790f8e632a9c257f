"""The tests of a build begin when its servers are ready."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from msc.local import trial


def test_tests_begin_when_all_servers_are_ready(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    steps: list[str] = []

    def wait(*names: str) -> None:
        steps.append(f"wait for {', '.join(names)}")

    def make(target: str, _environment: dict[str, str]) -> int:
        steps.append(f"make {target}")
        return 0

    servers = SimpleNamespace(names=("postgres", "rabbitmq"), wait=wait, environment={})
    system = SimpleNamespace(
        begin=lambda: steps.append("begin"),
        start=lambda: steps.append("start"),
        close=lambda: steps.append("close"),
        servers=servers,
        environment={},
    )
    monkeypatch.setattr(trial, "LocalSystem", lambda *_: system)
    build: Any = SimpleNamespace(runs=tmp_path, make=make)
    assert trial.run_tests(build, lambda _: None)
    assert steps == [
        "begin", "wait for postgres, rabbitmq", "make check", "start", "make test-e2e", "close",
    ]  # fmt: skip
