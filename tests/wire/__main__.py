"""`python -m tests.wire --seed 1 SPEC…`: sends drawn requests to the systems of specs."""

import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from msc.local.build import Build
from msc.local.runs.folder import RunFolder
from msc.local.system import LocalSystem
from msc.pipeline.spec import load
from tests.wire.documents import Document, documents, report_path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "allow_header_conformance",
)
SPECS = (
    ROOT / "specs/examples/p2p-lending",
    ROOT / "specs/examples/pocket",
    ROOT / "tests/systems/every_step/spec.yaml",
)


def main() -> int:
    """Tells which documents are not true; the reports hold the requests that show it."""
    options = _options()
    false = [name for spec in options.specs for name in _false_documents(spec, options)]
    print(f"seed {options.seed}:", ", ".join(false) or "all documents hold")
    return 1 if false else 0


def _options() -> Namespace:
    parser = ArgumentParser()
    parser.add_argument("specs", type=Path, nargs="*", default=SPECS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=25)
    return parser.parse_args()


def _false_documents(spec: Path, options: Namespace) -> list[str]:
    system = load(spec).value
    if system is None:
        raise SystemExit(f"{spec} is not valid")
    folder = ROOT / "build" / "wire" / system.name
    subprocess.run([BIN / "msc", "build", spec, "--out", folder], cwd=ROOT, check=True)
    install = ["make", "--no-print-directory", "install", f"PYTHON={sys.executable}"]
    subprocess.run(install, cwd=folder, check=True)
    build = Build(folder)
    with LocalSystem(build, RunFolder.temporary(build.runs, "wire")) as running:
        return [
            f"{system.name}: {document.name}"
            for document in documents(system, running)
            if not _holds(document, folder, options)
        ]


def _holds(document: Document, folder: Path, options: Namespace) -> bool:
    report = report_path(document, folder)
    with report.open("w") as file:
        ended = subprocess.run(_command(document, options), stdout=file, stderr=file, check=False)
    print(f"{document.name}: {'holds' if ended.returncode == 0 else report}", flush=True)
    return ended.returncode == 0


def _command(document: Document, options: Namespace) -> list[str]:
    headers = [part for header in document.headers for part in ("--header", header)]
    return [
        str(BIN / "schemathesis"), "run", document.address, *headers,
        "--seed", str(options.seed), "--max-examples", str(options.examples),
        "--phases", document.phases, "--checks", ",".join(CHECKS),
        # Whoever claims events may ask to wait a minute for the first one.
        "--request-timeout", "70", "--continue-on-failure",
        "--suppress-health-check", "all", "--no-color",
    ]  # fmt: skip


sys.exit(main())
