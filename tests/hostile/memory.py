"""How much memory the services hold, looked at again and again."""

import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

INTERVAL_SECONDS = 0.05
MEBIBYTE = 1 << 20


class Memory:
    """Samples the resident memory of processes in a thread; `most` is the most that each held."""

    def __init__(self, processes: Mapping[str, int]) -> None:
        self._processes = processes
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self.most: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._ended.wait(INTERVAL_SECONDS):
            for name, number in self._processes.items():
                self.most[name] = max(self.most.get(name, 0), resident(number))


def resident(number: int) -> int:
    """The resident memory of a process in MiB, at its highest so far; 0 when it is gone."""
    try:
        status = Path(f"/proc/{number}/status").read_text()
    except OSError:
        return 0
    peak = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0")
    return int(peak.split()[1]) * 1024 // MEBIBYTE
