"""The origins in the settings are exact, and in production nothing else."""

import pytest
from pydantic import ValidationError

from shared.settings import ProcessSettings
from src.core.origins import Origins


class Settings(ProcessSettings):
    """Settings with origins."""

    cors_origins: Origins = ()


def origins(monkeypatch: pytest.MonkeyPatch, value: str, environment: str = "production") -> object:
    """The origins that an environment leads to."""
    monkeypatch.setenv("ENVIRONMENT", environment)
    monkeypatch.setenv("CORS_ORIGINS", value)
    return Settings().cors_origins


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ()),
        ("https://www.website.dev", ("https://www.website.dev",)),
        ("https://a.dev, https://b.dev:8443,", ("https://a.dev", "https://b.dev:8443")),
    ],
)
def test_origins_are_separated_by_commas(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: tuple[str, ...]
) -> None:
    assert origins(monkeypatch, value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "https://www.website.dev/",
        "https://www.website.dev/page",
        "https://www.website.dev:443",
        "http://www.website.dev:80",
        "https://WWW.website.dev",
        "https://*.website.dev",
        "https://somebody@website.dev",
        "www.website.dev",
        "ftp://website.dev",
        "null",
    ],
)
def test_what_no_browser_sends_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    with pytest.raises(ValidationError, match="an origin is what browsers send"):
        origins(monkeypatch, value, "development")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("*", "each website is named"),
        ("http://www.website.dev", "with https"),
        ("http://localhost:3000", "this value is for development"),
        ("https://www.website.example", "this value is for development"),
    ],
)
def test_what_is_convenient_is_refused_in_production(
    monkeypatch: pytest.MonkeyPatch, value: str, reason: str
) -> None:
    assert origins(monkeypatch, value, "development") == (value,)
    with pytest.raises(ValidationError, match=reason):
        origins(monkeypatch, value)
