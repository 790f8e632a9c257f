"""Codes MSC8xx: the folder that a system is written to."""

from msc.core.diagnostics import Code, Severity

EDITED_FILE = Code(
    "MSC801", "edited-file", Severity.ERROR,
    "`{path}` was edited since msc wrote it",
    "say it in the spec or move it to `ext/`; then delete the file, and the build writes it anew",
    "Generated files are rewritten whole. So that no edit is lost, a build stops before it writes "
    "anything when one of them is not as msc left it, and shows the edit. There are two ways to keep "
    "an edit: say in the spec what the system shall do, or write it in `ext/`, which is yours.",
    "an edit in services/api_service/src/main.py", "the same in services/api_service/src/ext/wiring.py",
)  # fmt: skip
FILE_IN_THE_WAY = Code(
    "MSC802", "file-in-the-way", Severity.ERROR,
    "`{path}` exists, and msc did not write it",
    "move it away, or build into another folder",
    "msc overwrites only what it wrote itself.",
    "msc build --out a-folder-with-a-Makefile", "msc build --out an-empty-folder",
)  # fmt: skip
EDITED_ORPHAN = Code(
    "MSC803", "edited-orphan", Severity.ERROR,
    "`{path}` is no longer part of the system, and was edited",
    "move what you need from it, delete it, and build again",
    "A file whose element left the spec is removed if nobody changed it. This one was changed.",
    "an edit in a file of a removed entity", "the file deleted by hand",
)  # fmt: skip
NOT_CURRENT = Code(
    "MSC804", "not-current", Severity.ERROR,
    "`{path}` is {state}",
    "run `msc build`",
    "`msc build --check` compares the folder with what a build would write.",
    "msc build --check", "msc build",
)  # fmt: skip
BROKEN_RECORD = Code(
    "MSC805", "broken-record", Severity.ERROR,
    "`{path}` cannot be read: {reason}",
    "restore it from version control",
    "The record of the last build says what msc wrote. Without it msc cannot tell your files from its "
    "own.",
    ".msc/manifest.json with a merge conflict", ".msc/manifest.json as committed",
)  # fmt: skip
SCHEMA_CHANGED = Code(
    "MSC806", "schema-changed", Severity.ERROR,
    "`{path}` was already written, and the tables of the spec have changed since",
    "write a revision of your own beside it, or delete it to start with a new baseline",
    "Revisions are history: msc never rewrites one. Deriving the next revision from the difference is "
    "not supported yet, and a changed schema without a revision would fail at run time.",
    "a new field of an entity after the first build", "the baseline deleted before there is data",
)  # fmt: skip
LINK_IN_THE_WAY = Code(
    "MSC807", "link-in-the-way", Severity.ERROR,
    "`{path}` lies behind a symbolic link, `{link}`",
    "replace the link by a folder, or build into another folder",
    "msc writes only inside of the folder that it was given. A link may lead anywhere.",
    "build/services -> ../elsewhere", "build/services as a folder",
)  # fmt: skip
CANNOT_WRITE = Code(
    "MSC808", "cannot-write", Severity.ERROR,
    "`{path}` cannot be written to: {reason}",
    "name a folder that you may write to with `--out`, and let other builds of it end",
    "The folder cannot be used: it is a file, it is protected, its disk is full, or another build is "
    "writing to it. Either nothing was changed, or the next build finishes what this one began.",
    "msc build --out spec.yaml", "msc build --out build",
)  # fmt: skip

CODES = (
    EDITED_FILE, FILE_IN_THE_WAY, EDITED_ORPHAN, NOT_CURRENT, BROKEN_RECORD, SCHEMA_CHANGED,
    LINK_IN_THE_WAY, CANNOT_WRITE,
)  # fmt: skip
