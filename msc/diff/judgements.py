"""The table of impacts; it covers every path that a system can have."""

from msc.core.record import Record, replace
from msc.diff import conditions as when
from msc.diff.conditions import Condition, always, every, kept, negated, visible
from msc.ir.changes import ChangeKind, Impact


class Judgement(Record):
    """A rule: the impact of each difference that `fits` at one of the paths of a section.

    `*` matches one part of a path, and `**` at the end matches the rest. The reason may contain
    `{old}` and `{new}`, and for lists `{added}` and `{removed}`.
    """

    impact: Impact
    section: str
    paths: tuple[str, ...]
    fits: Condition
    reason: str = ""


def _data(path: str | tuple[str, ...], fits: Condition, reason: str) -> Judgement:
    return Judgement(
        Impact.DATA, "entities", (path,) if isinstance(path, str) else path, fits, reason
    )


def _wire(section: str, path: str | tuple[str, ...], fits: Condition, reason: str) -> Judgement:
    return Judgement(Impact.WIRE, section, (path,) if isinstance(path, str) else path, fits, reason)


TYPE = "fields.*.type"
INPUT = "inputs.*.field.type"
LOWER = ("minimum", "min_length")
UPPER = ("maximum", "max_length", "precision")


def _at(type_: str, *words: str) -> tuple[str, ...]:
    return tuple(f"{type_}.{word}" for word in words)


# A new field is judged by what rows from before lack; how it is limited is no matter to them.
NEW_FIELDS = (
    _data("fields.*.optional", every(when.new_member, when.false, negated(when.has_value)),
          "rows that are stored have no value for it: give it a `default` or a `fill`"),
    _data("fields.*.unique", every(when.new_member, when.true, when.has_value),
          "all stored rows get the same value, so two of them stop the revision"),
    Judgement(Impact.SAFE, "entities", ("fields.**",), when.new_member),
)  # fmt: skip
NARROWER = (
    _data(_at(TYPE, *LOWER[:1]), when.higher, "rows with a smaller value stop the revision"),
    _data(_at(TYPE, "maximum", "precision"), when.lower,
          "rows with a larger value stop the revision"),
    _data(_at(TYPE, "max_length"), every(when.lower, when.of_text),
          "stored rows are not checked: longer ones stay as they are"),
    _data(_at(TYPE, "max_length"), when.lower, "rows with a longer value stop the revision"),
    _data(_at(TYPE, "scale"), when.lower,
          "stored digits are lost, which the spec accepts with `narrowed_from`"),
    _data(_at(TYPE, "min_length"), when.higher,
          "stored rows are not checked: shorter ones stay as they are"),
    _data(_at(TYPE, "pattern"), when.present,
          "stored rows are not checked: those that break it stay as they are"),
    _data(_at(TYPE, "values"), when.word_removed, "rows that say {removed} stop the revision"),
    _data("fields.*.unique", when.true, "two rows with the same value stop the revision"),
    _data("fields.*.optional", every(when.false, when.has_value),
          "rows without a value get its `fill` or its `default`"),
    _data("fields.*.optional", when.false,
          "rows without a value stop the revision: a `fill` says what they get"),
)  # fmt: skip
DOCUMENTS = tuple(
    replace(
        judgement,
        fits=every(when.of_documents, judgement.fits),
        reason="stored documents are not changed: those that break it stay as they are",
    )
    for judgement in NARROWER
)
ROWS = (
    _data("store", always, "stored rows stay behind in {old}"),
    _data("plural", always, "the table or collection gets another name"),
    _data("fields.*.name", always,
          "the column and the field of responses get another name"),
    # A removed field is reported by its type.
    _data(TYPE, every(kept, when.removed),
          "what is stored there is lost, and responses no longer contain it"),
    Judgement(Impact.SAFE, "entities", ("fields.**",), when.old_member),
    _data(TYPE, kept, "stored values are converted, and responses contain another type"),
    _data(_at(TYPE, "entity"), when.replaced, "stored rows name rows of `{old}`"),
    _data(_at(TYPE, "on_delete"), when.replaced,
          "another thing happens to stored rows when the row that they name is deleted"),
    _data(_at(TYPE, "currency"), when.replaced, "stored amounts are not converted"),
    _data("retention_days", when.lower, "older rows are deleted"),
    Judgement(Impact.SAFE, "entities", ("retention_months",), always),
    *DOCUMENTS,
    *NARROWER,
    _data("uniques.**", when.present, "rows that agree in all of these fields stop the revision"),
)  # fmt: skip
ANSWERS = (
    _wire("entities", "fields.*.optional", every(when.turned_true, when.in_answers),
          "responses may lack it"),
    _wire("entities", "fields.*.write_once", when.turned_true, "it can no longer be changed"),
    _wire("entities", _at(TYPE, "values"), every(when.longer, when.in_answers),
          "responses may contain {added}, which callers do not know"),
    _wire("entities", _at(TYPE, "scale"), when.in_answers, "responses have {new} decimal places"),
    _wire("entities", _at(TYPE, *LOWER, *UPPER, "pattern"), every(kept, when.in_answers),
          "responses may contain values that were not possible before"),
    _wire("entities", ("access.owner", "states.field"), always,
          "other rows can be seen or changed"),
    _wire("entities", "access.readers", when.fewer_readers, "fewer people see its rows"),
    _wire("entities", "states.transitions.*.target", kept,
          "calls that moved rows to `{old}` do so no more"),
    _wire("entities", "states.transitions.*.sources", when.shorter,
          "calls that moved rows from {removed} are refused"),
)  # fmt: skip
INPUTS = (
    Judgement(Impact.SAFE, "operations", ("inputs.**",), negated(visible)),
    Judgement(Impact.SAFE, "operations", ("inputs.**",),
              every(when.new_member, when.may_be_left_out)),
    _wire("operations", (INPUT, "inputs.*.entity"), when.new_member,
          "calls without it are refused"),
    Judgement(Impact.SAFE, "operations", ("inputs.**",), when.new_member),
    _wire("operations", (INPUT, "inputs.*.entity"), when.old_member,
          "calls that send it are refused"),
    Judgement(Impact.SAFE, "operations", ("inputs.**",), when.old_member),
    _wire("operations", (INPUT, "inputs.*.entity", *_at(INPUT, "entity")), always,
          "calls send another type"),
    _wire("operations", _at(INPUT, *LOWER), when.higher, "calls with less are refused"),
    _wire("operations", _at(INPUT, *UPPER, "scale"), when.lower, "calls with more are refused"),
    _wire("operations", _at(INPUT, "pattern"), when.present,
          "calls that do not match it are refused"),
    _wire("operations", _at(INPUT, "values"), when.word_removed,
          "calls that send {removed} are refused"),
    _wire("operations", "inputs.*.field.optional",
          every(when.false, negated(when.may_be_left_out)), "calls without it are refused"),
    _wire("operations", "inputs.*.field.has_default",
          every(negated(when.true), negated(when.may_be_left_out)), "calls without it are refused"),
    _wire("operations", "inputs.*.field.default", kept, "calls without it mean something else"),
)  # fmt: skip
CALLS = (
    *INPUTS,
    _wire("operations", "actor.kind", when.fewer_people, "fewer people may run it"),
    _wire("operations", "actor.roles", when.role_lost, "{removed} may not run it any more"),
    _wire("operations", "rules", every(visible, when.longer),
          "{added} may refuse what was accepted"),
    _wire("operations", "returns.**", visible, "responses have another form"),
    _wire("operations", "steps.**", every(visible, when.list_shorter),
          "{removed} can no longer be asked for"),
    _wire("operations", "steps.**", every(visible, when.other_order),
          "rows come in another order where none is asked for"),
    _wire("rules", "holds", every(visible, negated(when.loosened)),
          "it may refuse what was accepted"),
    _wire("rules", ("code", "status"), visible, "callers who expect `{old}` get `{new}`"),
    _wire("types", "values", when.shorter, "{removed} can no longer be sent"),
    _wire("types", "values", when.other_words,
          "responses may contain {added}, which callers do not know"),
    Judgement(Impact.SAFE, "events", ("payload.**",), when.new_member),
    _wire("events", "payload.**", always, "consumers of the event get another payload"),
    _wire("events", ("version", "external"), always, "consumers of the event have to follow"),
    _wire("endpoints", "status", always, "callers who expect {old} get {new}"),
    _wire("endpoints", "operation", always, "calls run another operation"),
    _wire("bot.commands", "argument", always, "the command is written in another way"),
    Judgement(Impact.DATA, "system", ("currency",), always, "stored amounts are not converted"),
    _wire("system", "base_path", always, "all addresses are others"),
    _wire("system", "name", always, "queues, databases and token issuers are named after it"),
    _wire("system", "authentication.**", when.lasting, "people sign in or register in another way"),
)  # fmt: skip
BREAKING = (*NEW_FIELDS, *ROWS, *ANSWERS, *CALLS)

HARMLESS = {
    "entities": (
        "name", "description", "indexes.**", "renamed_from", "fields.(order)",
        "fields.*.description", "fields.*.has_default", "fields.*.default", "fields.*.personal",
        "fields.*.has_fill", "fields.*.fill", "fields.*.renamed_from", "fields.*.narrowed_from",
        f"{TYPE}.name", "states.transitions.(order)",
    ),
    "types": ("name", "description"),
    "roles": ("name", "description"),
    "events": ("name", "description", "then"),
    "notifications": ("name", "channels", "inputs.**", "subject", "text"),
    "integrations": ("name", "provider", "settings.**"),
    "rules": ("name", "holds", "message", "stored"),
    "operations": ("name", "description", "rules", "audit", "home"),
    "endpoints": ("method", "path"),
    "jobs": (
        "name", "description", "schedule.**", "operation", "query.**", "variable", "once", "missed",
    ),
    "bot.commands": (
        "name", "description", "kind", "operation", "reply", "reply_each", "reply_empty",
        "without_argument",
    ),
    "system": ("title", "description", "time_zone", "audit_entity"),
    "journeys": ("name", "description", "steps.**"),
    "questions": ("name", "text", "options", "default", "blocks", "answer"),
    "removed": ("name", "reason"),
}  # fmt: skip

RULES = (
    *BREAKING,
    *(Judgement(Impact.SAFE, section, paths, always) for section, paths in HARMLESS.items()),
)
"""The first that fits counts. Every path of a system is in one of them at least."""

WHOLE = {
    ("entities", ChangeKind.REMOVED): (Impact.DATA, "its rows are lost"),
    ("entities", ChangeKind.RENAMED): (Impact.DATA, "its table or collection gets another name"),
    ("endpoints", ChangeKind.REMOVED): (Impact.WIRE, "requests to it get 404"),
    ("events", ChangeKind.REMOVED): (Impact.WIRE, "consumers of the event wait in vain"),
    ("roles", ChangeKind.REMOVED): (Impact.WIRE, "accounts that have it can do nothing any more"),
    ("bot.commands", ChangeKind.REMOVED): (Impact.WIRE, "the bot does not know it any more"),
    ("operations", ChangeKind.REMOVED): (Impact.SOURCE, "hand-written code may import it"),
    ("types", ChangeKind.REMOVED): (Impact.SOURCE, "hand-written code may import it"),
    ("rules", ChangeKind.REMOVED): (Impact.SOURCE, "hand-written code may import it"),
}
ACCOUNTS_REMOVED = (Impact.WIRE, "nobody can sign in any more")
