"""The impact of each change, looked up in the table of judgements."""

from msc.core.record import Record
from msc.diff.conditions import Difference, words
from msc.diff.judgements import ACCOUNTS_REMOVED, RULES, WHOLE, Judgement
from msc.ir.changes import ChangeKind, Impact

type KeyPath = tuple[str, ...]

SEVERITY = (Impact.DATA, Impact.WIRE, Impact.SOURCE, Impact.SAFE)


class Verdict(Record):
    """The impact of a difference and a sentence about what breaks, which is empty if it is safe."""

    impact: Impact
    reason: str = ""


SAFE = Verdict(Impact.SAFE)


def judge(difference: Difference) -> Verdict:
    """The verdict on one difference; a new element breaks nothing."""
    if difference.kind is not ChangeKind.CHANGED:
        return _of_whole(difference)
    fitting = (rule for rule in RULES if _is_at(difference, rule) and rule.fits(difference))
    rule = next(fitting, None)
    return SAFE if rule is None else Verdict(rule.impact, _sentence(rule.reason, difference))


def _of_whole(difference: Difference) -> Verdict:
    section, kind = difference.section, difference.kind
    if (section, kind, difference.path) == ("system", ChangeKind.REMOVED, ("authentication",)):
        return Verdict(*ACCOUNTS_REMOVED)
    return Verdict(*WHOLE.get((section, kind), (Impact.SAFE, "")))


def _sentence(template: str, difference: Difference) -> str:
    old, new = difference.old, difference.new
    return template.format(
        old=old,
        new=new,
        added=", ".join(f"`{word}`" for word in words(new) if word not in words(old)),
        removed=", ".join(f"`{word}`" for word in words(old) if word not in words(new)),
    )


def _is_at(difference: Difference, rule: Judgement) -> bool:
    return difference.section == rule.section and matches(difference.path, rule.paths)


def matches(path: KeyPath, patterns: tuple[str, ...]) -> bool:
    """Whether a path matches one of the patterns."""
    return any(_matches(path, tuple(pattern.split("."))) for pattern in patterns)


def _matches(path: KeyPath, pattern: KeyPath) -> bool:
    if pattern[-1] == "**":
        pattern = pattern[:-1]
        path = path[: len(pattern)]
    return len(path) == len(pattern) and all(
        wanted in ("*", part) for part, wanted in zip(path, pattern, strict=True)
    )


def worst(impacts: tuple[Impact, ...]) -> Impact:
    """The most severe impact; SAFE if there are none."""
    return min(impacts, key=SEVERITY.index, default=Impact.SAFE)
