"""What was green stays known, as long as nothing that its gates depend on has changed."""

from pathlib import Path

import pytest

from tests.generated.gates import Workshop

FILES = {
    "pyproject.toml": "",
    "requirements-dev.txt": "pytest",
    "simulators/requirements.txt": "httpx",
    "services/api_service/requirements.txt": "fastapi",
    "services/api_service/src/main.py": "x = 1",
    "services/bot_service/requirements.txt": "aiogram",
    "services/bot_service/src/main.py": "y = 1",
    "shared/src/shared/values.py": "z = 1",
    "testing/src/testing/data.py": "",
}
API = "services/api_service"


def digest(folder: Path, changes: dict[str, str]) -> str:
    """What a part's gates depend on in a workshop that was handed these files."""
    workshop = Workshop(folder)
    for path, text in {**FILES, **changes}.items():
        target = workshop.system / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return workshop._digest(API)


def test_a_part_is_the_same_in_another_workshop(tmp_path: Path) -> None:
    assert digest(tmp_path / "one", {}) == digest(tmp_path / "two", {})


@pytest.mark.parametrize(
    "path", ["pyproject.toml", "requirements-dev.txt", f"{API}/src/main.py",
             "services/bot_service/requirements.txt", "shared/src/shared/values.py"]
)  # fmt: skip
def test_what_its_gates_read_changes_a_part(path: str, tmp_path: Path) -> None:
    assert digest(tmp_path, {}) != digest(tmp_path, {path: "changed"})


def test_another_service_is_no_part_of_it(tmp_path: Path) -> None:
    change = {"services/bot_service/src/main.py": "changed"}
    assert digest(tmp_path, {}) == digest(tmp_path, change)


def test_what_was_green_is_known_to_the_next_run(tmp_path: Path) -> None:
    (tmp_path / "green.txt").write_text("one\ntwo\n")
    assert Workshop(tmp_path).green == {"one", "two"}
