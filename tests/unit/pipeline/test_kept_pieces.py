"""The values of pieces on the disk: found by their digest, and never believed otherwise."""

from collections.abc import Callable
from pathlib import Path

import pytest

from msc.core.record import replace
from msc.ir.system import System
from msc.lower.pieces import KnownPieces, Pieces
from msc.pipeline.cache import Cache
from msc.pipeline.pieces import keep_pieces, known_pieces
from msc.pipeline.spec import load
from tests.unit.cli.running import EXAMPLE


@pytest.fixture(scope="module")
def system() -> System:
    loaded = load(EXAMPLE).value
    assert loaded is not None
    return loaded


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "caches" / "spec")


def kept(
    cache: Cache, system: System, *texts: str, other: Callable[[System], str] | None = None
) -> KnownPieces:
    """What the next run knows after one that needs these texts."""
    known = known_pieces(cache)
    assert known is not None
    pieces = Pieces(system, known)
    for text in texts:
        assert pieces.of(str, text, (), lambda _, text=text: text) == text
    if other is not None:
        pieces.of(str, "other", (), other)
    keep_pieces(cache, pieces, pieces.kept)
    again = known_pieces(Cache(cache.folder))
    assert again is not None
    return again


def values(cache: Cache) -> list[Path]:
    assert cache.folder is not None
    return sorted(cache.folder.glob("values-*"))


def decoded(known: KnownPieces) -> set[bytes]:
    return {data for digest in known.index.contents if (data := known.contents.get(digest))}


def test_new_values_are_added_to_the_same_file(cache: Cache, system: System) -> None:
    first = kept(cache, system, "one", "two")
    (file,) = values(cache)
    size = file.stat().st_size
    second = kept(cache, system, "one", "two", "three")
    assert values(cache) == [file]
    assert file.stat().st_size == size + len("three") + 1
    assert decoded(first) < decoded(second)
    assert len(decoded(second)) == 3


def test_a_file_of_mostly_forgotten_values_is_written_again(cache: Cache, system: System) -> None:
    kept(cache, system, "short", other=lambda part: part.entity("loan").description * 9)
    (file,) = values(cache)
    loans = (replace(one, description="Another.") for one in system.entities if one.name == "loan")
    changed = replace(system, entities=tuple(loans))
    kept(cache, changed, "short")
    known = kept(cache, changed, "short", "new")
    assert len(decoded(known)) == 2
    (other,) = values(cache)
    assert other != file
    assert other.stat().st_size == len("short") + len("new") + 2


@pytest.mark.parametrize("damage", ["gone", "empty", "changed", "short"])
def test_damaged_values_are_worked_out_again(cache: Cache, system: System, damage: str) -> None:
    kept(cache, system, "one", "two")
    (file,) = values(cache)
    data = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes({"empty": b"", "changed": bytes(len(data)), "short": data[:3]}[damage])
    known = kept(cache, system, "one", "two")
    assert len(decoded(known)) == 2


def test_a_damaged_index_is_as_good_as_none(cache: Cache, system: System) -> None:
    kept(cache, system, "one")
    assert cache.folder is not None
    (cache.folder / "pieces").write_bytes(b"damaged")
    assert len(decoded(kept(cache, system, "one"))) == 1


def test_two_runs_at_once_lose_nothing(cache: Cache, system: System) -> None:
    kept(cache, system, "one", "two")
    runs = []
    for text in ("three", "four"):
        known = known_pieces(Cache(cache.folder))
        assert known is not None
        pieces = Pieces(system, known)
        for needed in ("one", "two", text):
            pieces.of(str, needed, (), lambda _, text=needed: text)
        runs.append(pieces)
    for pieces in runs:
        keep_pieces(cache, pieces, pieces.kept)
    assert len(decoded(kept(cache, system, "one", "two", "three", "four"))) == 4


def test_without_a_folder_nothing_is_known(system: System) -> None:
    assert known_pieces(Cache()) is None
    pieces = Pieces(system)
    keep_pieces(Cache(), pieces, pieces.kept)
