"""Settings that are missing or wrong end the process with a readable message."""

import pytest

from shared.settings import EXIT_CODE, load_settings
from src.core.config import Settings

REQUIRED = [name.upper() for name, field in Settings.model_fields.items() if field.is_required()]


@pytest.mark.parametrize("value", [None, ""])
def test_missing_settings_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], value: str | None
) -> None:
    for name in map(str.upper, Settings.model_fields):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        load_settings(Settings)
    assert ended.value.code == EXIT_CODE
    output = capsys.readouterr().err
    assert "SERVICE_TOKEN" in REQUIRED
    assert [name for name in REQUIRED if f"  {name}: Field required\n" not in output] == []
    assert "Traceback" not in output


def test_short_service_token_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SERVICE_TOKEN", "short")
    with pytest.raises(SystemExit):
        load_settings(Settings)
    assert "SERVICE_TOKEN: String should have at least 32 characters" in capsys.readouterr().err
