"""What tells one msc from another."""

import os
import time
from pathlib import Path

import pytest

from msc.pipeline.itself import digest_of_msc, states_below

# Seconds; the kernel stamps files by a clock that ticks every few milliseconds.
COARSE = 0.03


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    (tmp_path / "lower").mkdir()
    (tmp_path / "lower" / "rows.py").write_text("ROWS = 1\n", "utf-8")
    (tmp_path / "front.py").write_text("FRONT = 1\n", "utf-8")
    return tmp_path


def states(root: Path) -> list[object]:
    return [*states_below(str(root))]


def test_every_module_and_template_is_looked_at() -> None:
    root = Path(__file__).parents[3]
    for folder in (root / "msc", root / "blueprints"):
        shipped = {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and not any(part.endswith("cache__") for part in path.parts)
        }
        assert {path for path, *_ in states_below(str(folder))} == shipped


def test_what_python_leaves_beside_the_sources_is_not_looked_at(sources: Path) -> None:
    before = states(sources)
    (sources / "__pycache__").mkdir()
    (sources / "__pycache__" / "front.pyc").write_bytes(b"1")
    assert states(sources) == before


def test_text_of_the_same_length_and_age_is_another(sources: Path) -> None:
    before = states(sources)
    path = sources / "front.py"
    age = path.stat()
    time.sleep(COARSE)
    path.write_text("FRONT = 2\n", "utf-8")
    os.utime(path, ns=(age.st_atime_ns, age.st_mtime_ns))
    assert states(sources) != before


def test_file_in_the_place_of_another_is_another(sources: Path) -> None:
    before = states(sources)
    age = (sources / "front.py").stat()
    (sources / "new.py").write_text("FRONT = 2\n", "utf-8")
    os.utime(sources / "new.py", ns=(age.st_atime_ns, age.st_mtime_ns))
    (sources / "new.py").replace(sources / "front.py")
    assert states(sources) != before


def test_file_that_moves_is_another(sources: Path) -> None:
    before = states(sources)
    (sources / "lower" / "rows.py").rename(sources / "rows.py")
    assert states(sources) != before


def test_link_of_an_editor_that_leads_nowhere_is_passed_over(sources: Path) -> None:
    before = states(sources)
    (sources / ".#front.py").symlink_to("nowhere")
    assert states(sources) == before


def test_digest_is_the_same_while_nothing_changes() -> None:
    first = digest_of_msc()
    digest_of_msc.cache_clear()
    assert digest_of_msc() == first
