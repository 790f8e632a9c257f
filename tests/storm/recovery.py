"""How soon a system is itself again once what failed is mended."""

import time
from dataclasses import dataclass

import httpx

from msc.local.system import LocalSystem

# What takes longer is a promise that was broken.
LIMIT_SECONDS = 15.0
# After that nobody waits for it any more.
PATIENCE_SECONDS = 180.0
PAUSE_SECONDS = 0.1


@dataclass(frozen=True)
class Outage:
    """What failed, and the seconds until all worked again after it had been mended."""

    name: str
    recovery: float

    @property
    def violations(self) -> list[str]:
        """What it broke of the promise to recover."""
        if self.recovery <= LIMIT_SECONDS:
            return []
        return [f"{self.recovery:.1f} s until all worked again after {self.name}"]


def seconds_until_recovered(system: LocalSystem, token: str) -> float:
    """The seconds until every service is ready, and the API answers whoever has the token."""
    began = time.monotonic()
    waited = 0.0
    while not _works(system, token) and waited < PATIENCE_SECONDS:
        time.sleep(PAUSE_SECONDS)
        waited = time.monotonic() - began
    return waited


def _works(system: LocalSystem, token: str) -> bool:
    services = system.urls.keys() - {"simulators"}
    return all(_is_ready(system, name) for name in services) and _answers(system, token)


def _is_ready(system: LocalSystem, name: str) -> bool:
    return _is_fine(f"{system.urls[name]}/ready", {"X-Service-Token": system.operator_token})


def _answers(system: LocalSystem, token: str) -> bool:
    url = f"{system.urls['api_service']}/api/v1/users/profile"
    return _is_fine(url, {"Authorization": f"Bearer {token}"})


def _is_fine(url: str, headers: dict[str, str]) -> bool:
    try:
        return httpx.get(url, headers=headers, timeout=20).status_code == 200
    except httpx.TransportError:
        return False
