"""The cache: what it keeps, and that nothing it holds can do harm."""

import os
from pathlib import Path

import pytest

from msc.pipeline import cache as caching
from msc.pipeline.cache import MAX_FILES, MAX_FOLDERS, Cache

KEPT = {"a": 1}


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    cache = Cache(tmp_path / "caches" / "spec")
    cache.write("facts", KEPT)
    return cache


def facts(cache: Cache) -> dict[str, int] | None:
    """What another run finds."""
    return Cache(cache.folder).read("facts", dict[str, int])


def test_what_was_written_is_read(cache: Cache) -> None:
    assert facts(cache) == KEPT
    assert cache.read("others", dict[str, int]) is None


@pytest.mark.parametrize("tear", ["empty", "short", "long", "changed"])
def test_a_file_that_is_not_whole_is_as_good_as_none(cache: Cache, tear: str) -> None:
    assert cache.folder is not None
    path = cache.folder / "facts"
    data = path.read_bytes()
    last = bytes([data[-1] ^ 1])
    torn = {"empty": b"", "short": data[:-1], "long": data + b"x", "changed": data[:-1] + last}
    path.write_bytes(torn[tear])
    assert facts(cache) is None


def test_a_value_of_another_kind_is_as_good_as_none(cache: Cache) -> None:
    assert cache.read("facts", dict[str, str]) is None


@pytest.mark.parametrize("named", ["digest_of_msc", "_libraries"])
def test_another_msc_or_library_does_not_believe_it(
    cache: Cache, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caching, named, lambda: "another")
    assert facts(cache) is None


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file" / "spec")
    cache.write("facts", KEPT)
    assert facts(cache) is None


def test_without_a_folder_nothing_is_kept() -> None:
    cache = Cache()
    cache.write("facts", KEPT)
    assert facts(cache) is None


def test_what_was_written_longest_ago_makes_room_for_its_kind(cache: Cache) -> None:
    folder = cache.folder
    assert folder is not None
    cache.write("fact-first", KEPT)
    os.utime(folder / "facts", (1, 1))
    os.utime(folder / "fact-first", (2, 2))
    for number in range(MAX_FILES):
        cache.write(f"fact-{number}", KEPT)
    assert len(list(folder.glob("fact-*"))) == MAX_FILES
    assert not (folder / "fact-first").exists()
    assert facts(cache) == KEPT
    os.utime(folder, (1, 1))
    for number in range(MAX_FOLDERS):
        Cache(folder.with_name(f"{number}")).write("facts", KEPT)
    assert not folder.exists()
