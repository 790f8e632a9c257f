"""Settings that are missing or wrong end the process with a readable message."""

import pytest
from shared.settings import EXIT_CODE, TOKEN_NAME, load_settings

from src.core.config import DatabaseSettings, Settings


REQUIRED = [name.upper() for name, field in Settings.model_fields.items() if field.is_required()]
TOKENS = [name.upper() for name in Settings.model_fields if TOKEN_NAME.fullmatch(name)]


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
    assert [name for name in REQUIRED if f"  {name}: Field required\n" not in output] == []
    assert "Traceback" not in output


def test_short_tokens_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in TOKENS:
        monkeypatch.setenv(name, "short")
    with pytest.raises(SystemExit):
        load_settings(Settings)
    output = capsys.readouterr().err
    assert [name for name in TOKENS if f"  {name}: String should " not in output] == []


def test_migrator_needs_no_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in map(str.upper, Settings.model_fields):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MONGO_URL", "mongodb://mongo/")
    monkeypatch.setenv("MONGO_DATABASE", "records")
    assert load_settings(DatabaseSettings).mongo_database == "records"
