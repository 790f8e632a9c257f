"""Which files a look believes to be what they were."""

import os
from pathlib import Path

import pytest

from msc.emit import looks
from msc.emit.contents import NO_FILE
from msc.emit.looks import TICK, Looks, looked

OLD = 1_700_000_000 * 10**9


@pytest.fixture
def earlier(tmp_path: Path) -> Looks:
    (tmp_path / "a").write_text("one")
    os.utime(tmp_path / "a", ns=(OLD, OLD))
    seen = looked(tmp_path, ["a"], Looks())["a"]
    assert isinstance(seen, tuple)
    return Looks({"a": seen}, max(seen[2:4]) + TICK + 1)


def digest(root: Path, earlier: Looks) -> str | None:
    seen = looked(root, ["a"], earlier)["a"]
    return seen[4] if isinstance(seen, tuple) else seen


def test_a_file_that_nobody_touched_is_not_read_again(
    tmp_path: Path, earlier: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "digest_at", lambda *_: pytest.fail("it was read"))
    assert digest(tmp_path, earlier) == earlier.files["a"][4]


def test_a_change_is_seen_although_the_time_and_the_size_are_set_back(
    tmp_path: Path, earlier: Looks
) -> None:
    (tmp_path / "a").write_text("two")
    os.utime(tmp_path / "a", ns=(OLD, OLD))
    assert digest(tmp_path, earlier) == digest(tmp_path, Looks()) != earlier.files["a"][4]


def test_a_look_that_was_kept_too_soon_after_a_change_does_not_count(
    tmp_path: Path, earlier: Looks
) -> None:
    wrong = Looks({"a": (*earlier.files["a"][:4], "wrong")}, earlier.kept - 1)
    assert digest(tmp_path, wrong) == earlier.files["a"][4]


def test_what_is_no_file_is_told(tmp_path: Path, earlier: Looks) -> None:
    (tmp_path / "a").unlink()
    assert digest(tmp_path, earlier) is None
    (tmp_path / "a").symlink_to(tmp_path / "nowhere")
    assert digest(tmp_path, earlier) == NO_FILE
    (tmp_path / "a").unlink()
    (tmp_path / "b").write_text("three")
    (tmp_path / "a").symlink_to(tmp_path / "b")
    assert digest(tmp_path, earlier) == digest(tmp_path, Looks())
