"""Settings that are missing or wrong end the process with a readable message."""

import pytest

from shared.settings import EXIT_CODE, load_settings
from src.core.config import Settings


def test_missing_settings_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    with pytest.raises(SystemExit) as ended:
        load_settings(Settings)
    assert ended.value.code == EXIT_CODE
    told = capsys.readouterr().err
    assert "SERVICE_TOKEN: Field required" in told
    assert "Traceback" not in told


def test_short_service_token_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SERVICE_TOKEN", "short")
    with pytest.raises(SystemExit):
        load_settings(Settings)
    assert "SERVICE_TOKEN: String should have at least 32 characters" in capsys.readouterr().err


@pytest.mark.parametrize("secret", ["", "short"])
def test_webhook_that_anybody_could_call_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], secret: str
) -> None:
    monkeypatch.setenv("TELEGRAM_MODE", "webhook")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", secret)
    with pytest.raises(SystemExit):
        load_settings(Settings)
    assert "TELEGRAM_WEBHOOK_SECRET: Value error, a webhook needs" in capsys.readouterr().err
