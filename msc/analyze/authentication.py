"""Accounts, and the entity that audit records are kept in."""

from msc.analyze import measures
from msc.analyze.context import Context
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.ir.entities import Entity, Store
from msc.ir.fields import (
    BooleanType,
    DatetimeType,
    EmailType,
    FieldType,
    JsonType,
    PasswordType,
    ReferenceType,
    RoleType,
    StringType,
)
from msc.ir.system import (
    Authentication,
    EmailVerification,
    FirstAccount,
    Registration,
    TelegramLink,
)
from msc.model.authentication import AuthenticationSpec
from msc.model.places import Path

PATH: Path = ("authentication",)
MINUTE = 60
AUDIT_FIELDS: tuple[tuple[str, type[FieldType] | tuple[type, ...], str], ...] = (
    ("operation", StringType, "a string"),
    ("category", StringType, "a string"),
    ("actor", ReferenceType, "an optional reference to the account"),
    ("entity_type", StringType, "a string"),
    ("entity_id", StringType, "a string"),
    ("request_id", StringType, "a string"),
    ("occurred_at", DatetimeType, "a datetime"),
    ("details", JsonType, "json"),
)


def authentication(context: Context, entities: dict[str, Entity]) -> Authentication | None:
    """The accounts of the system, or None."""
    spec = context.spec.authentication
    if spec is None or not context.known("entity", spec.account, entities, (*PATH, "account")):
        return None
    account = entities[spec.account]
    _field(context, account, "login", spec.login, EmailType, "an email")
    _field(context, account, "password", spec.password, PasswordType, "a password")
    _field(context, account, "role", spec.role, RoleType, "a role")
    if account.store is not Store.POSTGRES:
        _incomplete(context, spec.account, "it must be stored in postgres", (*PATH, "account"))
    return Authentication(
        account=spec.account,
        login=spec.login,
        password=spec.password,
        role=spec.role,
        access_token_minutes=_minutes(
            context, spec.access_token_lifetime, (*PATH, "access_token_lifetime")
        ),
        registration=_registration(context, spec, account),
        first_account=_first(context, spec),
        email_verification=_verification(context, spec, account),
        telegram_link=_link(context, spec, account),
        origin=context.origin(PATH),
    )


def _incomplete(context: Context, entity: str, reason: str, path: Path) -> None:
    context.report(
        architecture.INCOMPLETE_ENTITY, path, entity=entity, purpose="the account", reason=reason
    )


def _field(
    context: Context, account: Entity, key: str, name: str, kind: type, word: str,
    path: Path = PATH,
) -> None:  # fmt: skip
    where = (*path, key)
    if not context.known(f"field of {account.name}", name, [f.name for f in account.fields], where):
        return
    found = account.field_named(name)
    if not isinstance(found.type, kind):
        _incomplete(context, account.name, f"`{name}` must be {word}", where)
    elif key == "login" and not found.unique:
        _incomplete(context, account.name, f"`{name}` must be unique", where)


def _minutes(context: Context, text: str, path: Path) -> int:
    length = measures.seconds(text)
    if length is None or length < MINUTE:
        context.report(codes.WRONG_TEXT, path, value=text, kind="a duration", example="30 minutes")
        return 1
    return length // MINUTE


def _registration(
    context: Context, spec: AuthenticationSpec, account: Entity
) -> Registration | None:
    given = spec.registration
    if given is None:
        return None
    path = (*PATH, "registration")
    for index, role in enumerate(given.roles):
        context.known("role", role, context.spec.roles, (*path, "roles", index))
    names = [each.name for each in account.fields]
    for index, name in enumerate(given.input):
        context.known(f"field of {account.name}", name, names, (*path, "input", index))
    if given.publish is not None:
        context.known("event", given.publish, context.spec.events, (*path, "publish"))
    covered = {*given.input, spec.login, spec.password, spec.role}
    for each in account.fields:
        if each.name not in covered and not (each.optional or each.has_default):
            context.report(
                codes.VALUE_MISSING, path, key=True, what="a registration", name=each.name
            )
    return Registration(given.roles, given.input, given.publish)


def _first(context: Context, spec: AuthenticationSpec) -> FirstAccount | None:
    if spec.first_account is None:
        return None
    context.known(
        "role", spec.first_account.role, context.spec.roles, (*PATH, "first_account", "role")
    )
    return FirstAccount(spec.first_account.email, spec.first_account.role)


def _verification(
    context: Context, spec: AuthenticationSpec, account: Entity
) -> EmailVerification | None:
    given = spec.email_verification
    if given is None:
        return None
    path = (*PATH, "email_verification")
    _field(context, account, "verified", given.verified, BooleanType, "a boolean", path)
    if given.verified_at is not None:
        _field(context, account, "verified_at", given.verified_at, DatetimeType, "a datetime", path)
    context.known(
        "notification", given.notification, context.spec.notifications, (*path, "notification")
    )
    minutes = _minutes(context, given.link_lifetime, (*path, "link_lifetime"))
    return EmailVerification(given.verified, given.verified_at, minutes, given.notification)


def _link(context: Context, spec: AuthenticationSpec, account: Entity) -> TelegramLink | None:
    given = spec.telegram_link
    if given is None:
        return None
    path = (*PATH, "telegram_link")
    _field(context, account, "chat", given.chat, StringType, "a string", path)
    minutes = _minutes(context, given.code_lifetime, (*path, "code_lifetime"))
    return TelegramLink(given.chat, minutes)


def audit_entity(context: Context, entities: dict[str, Entity]) -> str | None:
    """The entity of audit records, or None."""
    spec = context.spec.audit
    if spec is None or not context.known("entity", spec.entity, entities, ("audit", "entity")):
        return None
    entity = entities[spec.entity]
    by_name = {each.name: each for each in entity.fields}
    for name, kind, word in AUDIT_FIELDS:
        found = by_name.get(name)
        if found is None or not isinstance(found.type, kind):
            context.report(
                architecture.INCOMPLETE_ENTITY, ("audit", "entity"), entity=entity.name,
                purpose="the audit log", reason=f"it needs a field `{name}`, {word}",
            )  # fmt: skip
    if entity.store is not Store.MONGO:
        context.report(
            architecture.INCOMPLETE_ENTITY, ("audit", "entity"), entity=entity.name,
            purpose="the audit log", reason="it must be stored in mongo",
        )  # fmt: skip
    return spec.entity
