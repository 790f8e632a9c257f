"""Commands of msc, run in this process."""

from pathlib import Path

from click.testing import CliRunner, Result

from msc.cli import main

EXAMPLE = Path(__file__).parents[3] / "specs" / "examples" / "p2p-lending"


def msc(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments), env={"NO_COLOR": "1"})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def build(out: Path, *options: str) -> Result:
    return msc("build", str(EXAMPLE), "--out", str(out), *options)


def held(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }
