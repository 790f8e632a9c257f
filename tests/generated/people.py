"""Roles, accounts, channels and the messages that people get."""

from tests.generated import texts
from tests.generated.draft import Draft, Notification
from tests.generated.kinds import STRING, Field, Kind, Payload, Spec
from tests.generated.names import NOUNS, ROLES
from tests.generated.scopes import Scope

LIFETIMES = ("30 minutes", "1 minute", "2h", "1 day", "3600 s", "8 hours")
BUILT_IN = {
    "string": STRING, "text": STRING, "email": STRING, "phone": STRING, "url": STRING,
    "integer": Kind("int"), "money": Kind("decimal"), "boolean": Kind("bool"),
    "date": Kind("date"), "datetime": Kind("timestamp"), "uuid": Kind("uuid"),
}  # fmt: skip
SHOWN = frozenset({"string", "int", "decimal", "date", "timestamp", "enum", "uuid"})


def declare_roles(draft: Draft) -> None:
    """Roles, and whether there are channels to reach people by."""
    chance = draft.chance
    if chance.one_in(6):
        return
    count = chance.number(1, 4)
    draft.roles = tuple(draft.names.new(ROLES, "roles") for _ in range(count))
    draft.spec["roles"] = {role: texts.line(chance) for role in draft.roles}
    draft.channels = chance.pick(((), ("email",), ("telegram",), ("telegram", "email")))


def sign_in(draft: Draft) -> None:
    """How people sign in; every role is one that somebody can have."""
    if not draft.account:
        return
    chance = draft.chance
    section: Spec = {"account": draft.account}
    if chance.one_in(3):
        section |= {"login": "email", "password": "password", "role": "role"}
    if chance.one_in(3):
        section["access_token_lifetime"] = chance.pick(LIFETIMES)
    account = draft.entities[draft.account]
    if any(field.name == "active" for field in account.fields):
        section["active"] = "active"
    own = ("email", "password", "role")
    needed = [field for field in account.fields if field.needed and field.name not in own]
    literal = {field.name: _literal(field) for field in needed}
    can_be_first = all(value is not None for value in literal.values())
    if can_be_first and chance.one_in(2):
        first: Spec = {"email": "first@system.example", "role": draft.roles[0]}
        if literal:
            first["values"] = literal
        section["first_account"] = first
    if "first_account" not in section or chance.one_in(2) or len(draft.roles) > 1:
        section["registration"] = _registration(draft, needed)
    draft.spec["authentication"] = section


def _registration(draft: Draft, needed: list[Field]) -> Spec:
    chance, account = draft.chance, draft.entities[draft.account]
    optional = [field.name for field in account.fields if not field.needed
                and field.name not in {"active", "verified", "verified_at", "chat"}
                and field.kind.name not in {"json"}]  # fmt: skip
    inputs = [field.name for field in needed] + list(chance.some(optional, 2))
    section: Spec = {"roles": list(draft.roles)}
    if inputs:
        section["input"] = inputs
    return section


def _literal(field: Field) -> object:
    """A value of a further field of the first account, or None if it cannot be written."""
    if field.spec.get("unique") or field.kind.name == "row":
        return None
    limits = set(field.spec) & {"minimum", "maximum", "max_length", "min_length", "pattern"}
    if limits:
        return None
    by_kind: dict[str, object] = {"string": "First", "int": 3, "decimal": "1", "bool": True}
    by_type: dict[str, object] = {
        "email": "other@system.example", "phone": "+491234567890", "url": "https://system.example",
    }  # fmt: skip
    if field.kind.name == "enum":
        return field.kind.words[0]
    if field.type == "decimal":
        return "0"
    return by_type.get(field.type, by_kind.get(field.kind.name))


def channels(draft: Draft) -> None:
    """The providers of the channels, what links and verifies people, and the bot."""
    chance, section = draft.chance, draft.section("authentication")
    if not draft.account:
        del draft.spec["authentication"]
        return
    if "email" in draft.channels and chance.one_in(2):
        name = draft.names.new(NOUNS, "notifications")
        draft.section("notifications")[name] = {
            "channels": ["email"], "subject": texts.line(chance, 80),
            "text": _text(draft, Scope(draft, {
                "recipient": draft.entities[draft.account].row, "link": STRING},
                reach=0)) + " ${link}",
        }  # fmt: skip
        section["email_verification"] = {"verified": "verified", "notification": name}
        if chance.one_in(2):
            section["email_verification"]["verified_at"] = "verified_at"
        if chance.one_in(3):
            section["email_verification"]["link_lifetime"] = chance.pick(LIFETIMES)
    if "email" in draft.channels and chance.one_in(2):
        name = draft.names.new(NOUNS, "notifications")
        draft.section("notifications")[name] = {
            "channels": ["email"], "subject": texts.line(chance, 80), "text": "${link}",
        }  # fmt: skip
        section["password_reset"] = {"notification": name}
        if chance.one_in(3):
            section["password_reset"]["link_lifetime"] = chance.pick(LIFETIMES)
    if "telegram" in draft.channels:
        section["telegram_link"] = {"chat": "chat"}
        if chance.one_in(3):
            section["telegram_link"]["code_lifetime"] = chance.pick(LIFETIMES)
        draft.has_bot = True


def integrations(draft: Draft) -> None:
    """A provider for each channel that something uses."""
    chance = draft.chance
    used = {
        channel for notification in draft.spec.get("notifications", {}).values()
        for channel in notification["channels"]
    }  # fmt: skip
    if "telegram" in used or draft.has_bot:
        draft.section("integrations")[draft.names.new(NOUNS, "integrations")] = {
            "provider": "telegram"
        }
    if "email" in used:
        draft.section("integrations")[draft.names.new(NOUNS, "integrations")] = {
            "provider": "sendgrid",
            "sender": chance.pick(("us@system.example", "no-reply+x@mail.system.example")),
        }


def notifications(draft: Draft) -> None:
    """Messages with inputs, each of which its texts show."""
    if not draft.channels:
        return
    for _ in range(draft.chance.number(0, 3)):
        _notification(draft)


def _notification(draft: Draft) -> None:
    chance = draft.chance
    name = draft.names.new(NOUNS, "notifications")
    inputs = payload(draft, name, chance.number(0, 3))
    scope = Scope(draft, {"recipient": draft.entities[draft.account].row}, reach=0)
    channels = list(chance.some(draft.channels, 2, 1))
    notification: Spec = {"channels": channels}
    variables = {input_.name: input_.kind for input_ in inputs if not input_.optional}
    scope.variables |= variables
    if inputs:
        notification["input"] = {input_.name: input_.spec for input_ in inputs}
    if "email" in channels:
        notification["subject"] = _text(draft, scope, longest=60).replace("\n", " ")
    notification["text"] = _text(draft, scope)
    draft.section("notifications")[name] = notification
    draft.notifications.append(Notification(name, inputs))
    draft.unsent.add(name)


def payload(draft: Draft, owner: str, count: int) -> list[Payload]:
    """What an event or a notification carries."""
    carried = []
    for _ in range(count):
        carried.append(_carried(draft, owner))
    return carried


def _carried(draft: Draft, owner: str) -> Payload:
    chance = draft.chance
    name = draft.names.new(NOUNS, f"payload of {owner}")
    optional = chance.one_in(4)
    rows = draft.rows()
    shape = chance.number(0, 3)
    if shape == 0:
        entity = chance.pick(rows)
        return Payload(name, entity.name, entity.row, optional)
    if shape == 1:
        type_ = chance.pick(tuple(BUILT_IN))
        return Payload(name, type_, BUILT_IN[type_], optional, Field(name, BUILT_IN[type_],
                                                                     {"type": type_}))  # fmt: skip
    if shape == 2 and draft.spec.get("types"):
        type_ = chance.pick(sorted(draft.spec["types"]))
        kind = Kind("enum", tuple(draft.spec["types"][type_]["enum"]))
        return Payload(name, type_, kind, optional, Field(name, kind, {"type": type_}))
    entity = chance.pick(rows)
    fields = [field for field in entity.fields if not field.hidden]
    if not fields:
        return Payload(name, entity.name, entity.row, optional)
    field = chance.pick(fields)
    kind = Kind("uuid") if field.kind.name == "row" else field.kind
    optional = optional or field.optional
    return Payload(name, f"{entity.name}.{field.name}", kind, optional, field)


def _text(draft: Draft, scope: Scope, longest: int = 300) -> str:
    """Words with values among them."""
    chance = draft.chance
    parts = []
    for _ in range(chance.number(1, 3)):
        parts.append(texts.line(chance, longest // 3).replace("${", "$"))
        if chance.one_in(2) and (shown := value_of(scope, timed="link" not in scope.variables)):
            parts.append("${" + shown + "}")
    if chance.one_in(8):
        parts.append("$${escaped}")
    return " ".join(parts).strip() or "Hello"


def value_of(scope: Scope, *, timed: bool = False) -> str:
    """A value that a text may show, or nothing."""
    chance = scope.draft.chance
    paths = [
        path for path in scope.paths(0)
        if path.kind.name in SHOWN and not path.optional
    ]  # fmt: skip
    shown = [path.text for path in paths]
    if not shown or (timed and chance.one_in(4)):
        return chance.pick(("now", "today")) if timed else ""
    return chance.pick(shown)
