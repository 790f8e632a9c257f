"""A difference, and what can be asked about it: the conditions that judgements are made of."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from msc.core.record import Record
from msc.diff.flatten import Leaf
from msc.ir.behaviour import ActorKind
from msc.ir.changes import ChangeKind
from msc.ir.entities import Store
from msc.ir.expressions import Call, Node

type KeyPath = tuple[str, ...]
type Condition = Callable[["Difference"], bool]

HIDDEN = ("password", "secret")
AUDIENCE = (ActorKind.SYSTEM, ActorKind.ROLES, ActorKind.SIGNED_IN, ActorKind.PUBLIC)
"""Who may run an operation, the narrowest first."""


class Difference(Record):
    """One value that differs, with the element that holds it; the subject of a judgement.

    The path begins with what is said of the element. All of the system's own words are one
    section, and there it begins with the word. `before` and `after` are all values of the element.
    It is `visible` if callers see it: an entity in answers, an operation that people run.
    """

    section: str
    kind: ChangeKind
    path: KeyPath
    old: str | None
    new: str | None
    before: Mapping[KeyPath, Leaf] = {}
    after: Mapping[KeyPath, Leaf] = {}
    visible: bool = True


def words(text: str | None) -> tuple[str, ...]:
    """The words of a list that is written as one text."""
    return () if text is None else tuple(text.split(", "))


def every(*conditions: Condition) -> Condition:
    """That all of the conditions hold."""
    return lambda difference: all(condition(difference) for condition in conditions)


def negated(condition: Condition) -> Condition:
    """That the condition does not hold."""
    return lambda difference: not condition(difference)


def always(_: Difference) -> bool:
    """True of every difference."""
    return True


def visible(difference: Difference) -> bool:
    """Whether callers see the element."""
    return difference.visible


def replaced(difference: Difference) -> bool:
    """Whether there was a value before and there is one now."""
    return None not in (difference.old, difference.new)


def kept(difference: Difference) -> bool:
    """Whether the value was there before; what comes with something new breaks nothing."""
    return difference.old is not None


def removed(difference: Difference) -> bool:
    """Whether the value is gone."""
    return difference.new is None


def present(difference: Difference) -> bool:
    """Whether there is a value now."""
    return difference.new is not None


def true(difference: Difference) -> bool:
    """Whether it is true now."""
    return difference.new == "true"


def turned_true(difference: Difference) -> bool:
    """Whether it was false and is true now."""
    return difference.old is not None and difference.new == "true"


def false(difference: Difference) -> bool:
    """Whether it is false now."""
    return difference.new == "false"


def higher(difference: Difference) -> bool:
    """Whether a lower limit rose, or there is one where there was none."""
    old, new = difference.old, difference.new
    return new is not None and (old is None or Decimal(new) > Decimal(old))


def lower(difference: Difference) -> bool:
    """Whether an upper limit fell, or there is one where there was none."""
    old, new = difference.old, difference.new
    return new is not None and (old is None or Decimal(new) < Decimal(old))


def shorter(difference: Difference) -> bool:
    """Whether a list lost a word."""
    return not set(words(difference.old)) <= set(words(difference.new))


def longer(difference: Difference) -> bool:
    """Whether a list gained a word."""
    return not set(words(difference.new)) <= set(words(difference.old))


def word_removed(difference: Difference) -> bool:
    """Whether a list that is still there lost a word."""
    return difference.new is not None and shorter(difference)


def other_words(difference: Difference) -> bool:
    """Whether a list has other words, in whatever order."""
    return set(words(difference.old)) != set(words(difference.new))


def fewer_readers(difference: Difference) -> bool:
    """Whether fewer may read: a reader is gone, or there are some where all could."""
    return difference.old is None or shorter(difference)


def list_shorter(difference: Difference) -> bool:
    """Whether a list step lost something to filter or sort by."""
    return difference.path[-1] in ("filters", "sort") and shorter(difference)


def other_order(difference: Difference) -> bool:
    """Whether a list step has another order where the caller chooses none."""
    old, new = words(difference.old)[:1], words(difference.new)[:1]
    return difference.path[-1] == "sort" and old != new and replaced(difference)


def lasting(difference: Difference) -> bool:
    """Whether it is no lifetime, which callers never see."""
    return not difference.path[-1].endswith("_minutes")


def new_member(difference: Difference) -> bool:
    """Whether the field, input or payload that holds the value is new altogether."""
    member = difference.path[:2]
    return not any(path[:2] == member for path in difference.before)


def old_member(difference: Difference) -> bool:
    """Whether the field, input or payload that holds the value is gone altogether."""
    member = difference.path[:2]
    return not any(path[:2] == member for path in difference.after)


def has_value(difference: Difference) -> bool:
    """Whether rows from before get a value for the field."""
    member = difference.path[:2]
    return any(_is_true(difference, (*member, word)) for word in ("has_default", "has_fill"))


def may_be_left_out(difference: Difference) -> bool:
    """Whether callers need not send the input."""
    member = (*difference.path[:2], "field")
    return any(_is_true(difference, (*member, word)) for word in ("optional", "has_default"))


def _is_true(difference: Difference, path: KeyPath) -> bool:
    leaf = difference.after.get(path)
    return leaf is not None and leaf.text == "true"


def in_answers(difference: Difference) -> bool:
    """Whether answers hold the field."""
    kind = difference.after.get((*difference.path[:2], "type"))
    return difference.visible and (kind is None or kind.text not in HIDDEN)


def of_text(difference: Difference) -> bool:
    """Whether the field is a text of any length, which the table does not limit."""
    kind = difference.after.get((*difference.path[:2], "type"))
    return kind is not None and kind.text == "text"


def of_documents(difference: Difference) -> bool:
    """Whether the entity is kept as documents, which no revision touches."""
    store = difference.after.get(("store",))
    return store is not None and store.text == Store.MONGO.value


def fewer_people(difference: Difference) -> bool:
    """Whether another kind of actor is a narrower one."""
    ranks = [
        AUDIENCE.index(ActorKind(actor)) for actor in (difference.old, difference.new) if actor
    ]
    return len(ranks) == 1 or ranks[1] < ranks[0]


def role_lost(difference: Difference) -> bool:
    """Whether a role may not run the operation any more, though some may."""
    kind = difference.after.get(("actor", "kind"))
    return kind is not None and kind.text == ActorKind.ROLES.value and shorter(difference)


def loosened(difference: Difference) -> bool:
    """Whether a condition only lets more through: an `&&` term less, or an `||` term more."""
    old, new = (values.get(difference.path) for values in (difference.before, difference.after))
    if old is None or new is None:
        return False
    one, other = (leaf.meaning[0] if leaf.meaning else None for leaf in (old, new))
    if one is None or other is None or isinstance(one, str) or isinstance(other, str):
        return False
    return _terms(other, "&&") <= _terms(one, "&&") or _terms(one, "||") <= _terms(other, "||")


def _terms(node: Node, operator: str) -> frozenset[Node]:
    if isinstance(node, Call) and node.function == operator:
        return frozenset(term for argument in node.arguments for term in _terms(argument, operator))
    return frozenset((node,))
