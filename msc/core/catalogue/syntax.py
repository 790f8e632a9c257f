"""Codes MSC1xx: the text of a spec file."""

from msc.core.diagnostics import Code, Severity

NOT_UTF8 = Code(
    "MSC101", "not-utf-8", Severity.ERROR,
    "the file is not UTF-8 text: {reason}",
    "save the file as UTF-8 without NUL bytes",
    "Spec files are UTF-8. A file in another encoding, or a binary file with a YAML name, is not read.",
    "a file in UTF-16, as some editors save it",
    "the same file in UTF-8",
)  # fmt: skip
TOO_LARGE = Code(
    "MSC102", "too-large", Severity.ERROR,
    "{what} is larger than {limit}",
    "split the spec into files by concept, and keep data out of it",
    "A spec is read whole into memory. The limits are far above any spec that people can review.",
    "a file of 100 MB", "entities/loan.yaml, entities/payment.yaml",
)  # fmt: skip
INVALID_YAML = Code(
    "MSC103", "invalid-yaml", Severity.ERROR,
    "the YAML is not well formed: {reason}",
    "{suggestion}",
    "The text is not valid YAML, so nothing else in this file was checked.",
    "system: {name: library", "system: {name: library}",
)  # fmt: skip
DUPLICATE_KEY = Code(
    "MSC104", "duplicate-key", Severity.ERROR,
    "`{key}` is defined twice",
    "{suggestion}",
    "Most YAML parsers silently keep the last of two equal keys; msc rejects both.",
    "roles:\n  reader: Reads.\n  reader: Reads more.", "roles:\n  reader: Reads.\n  editor: Edits.",
)  # fmt: skip
SEVERAL_DOCUMENTS = Code(
    "MSC105", "several-documents", Severity.ERROR,
    "the file holds more than one YAML document",
    "remove the `---` line, or put the second part into a file of its own",
    "Each file is one document; all files of a folder are merged.",
    "language: 1\n---\nroles: {}", "language: 1\nroles: {}",
)  # fmt: skip
ALIAS_EXPLOSION = Code(
    "MSC106", "alias-explosion", Severity.ERROR,
    "the aliases in this file expand to more than {limit} values",
    "write the values out, or share them through `types`",
    "A few lines of nested aliases can expand to billions of values, so their number is limited.",
    "a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]",
    "types:\n  condition: {enum: [new, used]}",
)  # fmt: skip
TOO_DEEP = Code(
    "MSC107", "too-deep", Severity.ERROR,
    "values are nested more than {limit} levels deep",
    "no valid spec is this deep; look for a missing bracket or a wrong indentation",
    "Nesting is bounded, so that no file can exhaust the compiler.",
    "roles: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
    "roles:\n  reader: Reads.",
)  # fmt: skip
MERGE_KEY = Code(
    "MSC108", "merge-key", Severity.ERROR,
    "merge keys (`<<`) are not part of the language",
    "write the keys out, or declare a shared type under `types`",
    "Merge keys belong to YAML 1.1. They hide the origin of a value from reviewers.",
    "base: &base {type: string}\ntitle: {<<: *base, max_length: 80}",
    "title: {type: string, max_length: 80}",
)  # fmt: skip
CUSTOM_TAG = Code(
    "MSC109", "custom-tag", Severity.ERROR,
    "the tag `{tag}` is not part of the language",
    "remove the tag",
    "Tags change the type of a YAML value. The language does not need them.",
    "name: !!python/name:os.system", "name: library",
)  # fmt: skip
KEY_NOT_TEXT = Code(
    "MSC110", "key-not-text", Severity.ERROR,
    "a key must be plain text on one line",
    "use a name as the key",
    "Keys are names. A list, a mapping or nothing at all cannot be a key.",
    "? [a, b]\n: c", "a: c",
)  # fmt: skip
EMPTY_FILE = Code(
    "MSC111", "empty-file", Severity.ERROR,
    "the file is empty",
    "delete it, or give it at least one section",
    "An empty spec file is usually a file that was not saved.",
    "# nothing yet",
    "roles:\n  reader: Reads.",
)  # fmt: skip
NOT_A_MAPPING = Code(
    "MSC112", "not-a-mapping", Severity.ERROR,
    "a spec file must contain sections, not a {kind}",
    "start the file with a section such as `entities:`",
    "Every file of a spec is a mapping from section names to their contents.",
    "- reader\n- editor", "roles:\n  reader: Reads.\n  editor: Edits.",
)  # fmt: skip
UNKNOWN_ALIAS = Code(
    "MSC113", "unknown-alias", Severity.ERROR,
    "`*{alias}` refers to an anchor that this file does not have",
    "define `&{alias}` earlier in this file",
    "Anchors are local to a file and must come before their aliases.",
    "a: *text", "a: &text hello\nb: *text",
)  # fmt: skip
SPLIT_TWICE = Code(
    "MSC114", "defined-in-two-files", Severity.ERROR,
    "`{key}` is also defined in `{other}`",
    "keep one of the two",
    "The files of a folder are merged section by section; the same key in two files would make the "
    "result depend on their order.",
    "# roles.yaml\nroles: {reader: Reads.}\n# people.yaml\nroles: {reader: Reads more.}",
    "# roles.yaml\nroles: {reader: Reads.}\n# people.yaml\nroles: {editor: Edits.}",
)  # fmt: skip
NO_SPEC = Code(
    "MSC115", "no-spec", Severity.ERROR,
    "there is no spec in {path}",
    "name a YAML file or a folder that holds `spec.yaml`, or start with `msc init`",
    "A spec is one YAML file, or a folder with `spec.yaml` and any number of others.",
    "msc check empty-folder", "msc init library --from pocket",
)  # fmt: skip
NOT_READABLE = Code(
    "MSC116", "not-readable", Severity.ERROR,
    "`{path}` cannot be read: {reason}",
    "put a readable copy of the file into the spec's folder",
    "A spec consists of the files in its folder, so that it means the same on every "
    "machine. Links that lead outside are rejected.",
    "shared.yaml -> ../elsewhere/shared.yaml", "shared.yaml as a file",
)  # fmt: skip
NOT_FORMATTED = Code(
    "MSC117", "not-formatted", Severity.WARNING,
    "the file was not formatted: {reason}",
    "{suggestion}",
    "`msc fmt` changes spacing only. A file that would lose a comment or mean something else in its "
    "canonical form is left as it is.",
    "note:\n  text: {type: text,  # law 12 demands it\n    max_length: 2000}",
    "note:\n  # law 12 demands it\n  text: {type: text, max_length: 2000}",
)  # fmt: skip
CUT_OFF = Code(
    "MSC118", "text-cut-off", Severity.WARNING,
    "`{rest}` is a comment, not part of the text",
    "write `{quoted}`, or `# {comment}` if it is a comment",
    "In YAML, ` #` ends an unquoted text, and the rest of the line is a comment. A "
    "comment usually has a space after its `#`; without one, it was probably meant "
    "as part of the text.",
    "rules:\n  first:\n    holds: input.book.stock > 0\n    message: You are #1 in the queue\n    code: FIRST",
    "rules:\n  first:\n    holds: input.book.stock > 0\n    message: 'You are #1 in the queue'\n    code: FIRST",
)  # fmt: skip

CODES = (
    NOT_UTF8, TOO_LARGE, INVALID_YAML, DUPLICATE_KEY, SEVERAL_DOCUMENTS, ALIAS_EXPLOSION, TOO_DEEP,
    MERGE_KEY, CUSTOM_TAG, KEY_NOT_TEXT, EMPTY_FILE, NOT_A_MAPPING, UNKNOWN_ALIAS, SPLIT_TWICE,
    NO_SPEC, NOT_READABLE, NOT_FORMATTED, CUT_OFF,
)  # fmt: skip
