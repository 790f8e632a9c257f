"""The account for PostgreSQL, which refuses to run as root."""

import os
import shutil
import subprocess
from pathlib import Path

from msc.local.runs.process import group_of
from msc.local.servers.programs import Program


def unprivileged_user() -> str | None:
    """None for an ordinary user; for root, an account that can run the server."""
    if os.geteuid() != 0:
        return None
    import pwd  # noqa: PLC0415 - only there on systems that have users to change to

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def give(folder: Path, user: str | None) -> None:
    """Makes the user the owner."""
    if user is not None:
        shutil.chown(folder, user, group_of(user))


def reaches(folder: Path, user: str | None) -> bool:
    """Whether the account can traverse every folder above this one."""
    if user is None:
        return True
    existing = [parent for parent in folder.absolute().parents if parent.exists()]
    return all(parent.stat().st_mode & 0o001 for parent in existing)


def runs_for(program: Path, user: str | None) -> bool:
    """Whether the account can run the program, with access to every folder above it."""
    try:
        asked = subprocess.run(
            [str(program), "--version"],
            cwd="/",
            capture_output=True,
            check=False,
            timeout=20,
            user=user,
            group=group_of(user),
            extra_groups=None if user is None else [],
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return asked.returncode == 0


def reachable_copy(program: Program, data: Path, user: str | None) -> Path:
    """The programs' folder, or a copy that the account can access (as /root is closed)."""
    folder = program.path.parent
    if runs_for(program.path, user):
        return folder
    copy = data / "postgres-program"
    if not copy.exists():
        shutil.copytree(program.installation, copy, symlinks=True)
        copy.chmod(0o755)
    return copy / folder.relative_to(program.installation)
