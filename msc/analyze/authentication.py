"""Accounts: their entity, and the ways to register and sign in."""

from msc.analyze import measures, providers
from msc.analyze.context import Context, Part
from msc.analyze.types import literal_of
from msc.analyze.types.row import NoLiteral, Unfit
from msc.core.catalogue import architecture
from msc.core.catalogue import types as codes
from msc.core.record import Record
from msc.ir.entities import Entity, Store
from msc.ir.fields import (
    BooleanType,
    DatetimeType,
    DateType,
    EmailType,
    Field,
    FieldType,
    Literal,
    PasswordType,
    PhoneType,
    RoleType,
    StringType,
    UrlType,
)
from msc.ir.system import (
    Authentication,
    EmailVerification,
    FirstAccount,
    PasswordReset,
    Registration,
    TelegramLink,
)
from msc.model.authentication import AuthenticationSpec, RegistrationSpec
from msc.model.places import Path
from msc.providers import TELEGRAM

PATH: Path = ("authentication",)
NOT_IN_FIRST = "a first account cannot fill `{name}`: say `optional: true` where it is declared"
MINUTE = 60


class _Purpose(Record):
    """The role of an account field: the key that names it, and its required properties."""

    key: str
    kind: type[FieldType]
    word: str
    path: Path = PATH
    optional: bool = False


LOGIN = _Purpose("login", EmailType, "an email")
PASSWORD = _Purpose("password", PasswordType, "a password")
ROLE = _Purpose("role", RoleType, "a role")
ACTIVE = _Purpose("active", BooleanType, "a boolean")
VERIFIED = _Purpose("verified", BooleanType, "a boolean", (*PATH, "email_verification"))
VERIFIED_AT = _Purpose(
    "verified_at", DatetimeType, "a datetime", (*PATH, "email_verification"), optional=True
)
CHAT = _Purpose("chat", StringType, "a string", (*PATH, "telegram_link"), optional=True)


def authentication(context: Context, entities: dict[str, Entity]) -> Authentication | None:
    """The accounts of the system, or None."""
    spec = context.spec.authentication
    if spec is None or not context.known("entity", spec.account, entities, (*PATH, "account")):
        return None
    account = entities[spec.account]
    login = _field(context, account, spec.login, LOGIN)
    if login is not None and not login.unique:
        _incomplete(
            context, account.name, f"`{login.name}` must be unique", (*PATH, "login"),
            f"write `{login.name}: {{type: email, unique: true}}` in {_fields(account)}",
        )  # fmt: skip
    _field(context, account, spec.password, PASSWORD)
    _field(context, account, spec.role, ROLE)
    _active(context, spec, account)
    _whole(context, spec, account)
    return Authentication(
        account=spec.account,
        login=spec.login,
        password=spec.password,
        role=spec.role,
        active=spec.active,
        access_token_minutes=_minutes(
            context, spec.access_token_lifetime, (*PATH, "access_token_lifetime")
        ),
        registration=_registration(context, spec, account),
        first_account=_first(context, spec, account),
        email_verification=_verification(context, spec, account),
        telegram_link=_link(context, spec, account),
        password_reset=_reset(context, spec),
        origin=context.origin(PATH),
    )


def _active(context: Context, spec: AuthenticationSpec, account: Entity) -> None:
    """Whoever creates an account says nothing about it, and it is active."""
    if spec.active is None:
        return
    active = _field(context, account, spec.active, ACTIVE)
    if active is not None and active.default is not True:
        reason = f"`{active.name}` must be true by default"
        suggestion = f"add `default: true` to it in {_fields(account)}"
        _incomplete(context, account.name, reason, (*PATH, "active"), suggestion)
    verification = spec.email_verification
    if verification is not None and verification.verified == spec.active:
        context.report(
            codes.WRONG_VALUE, (*PATH, "active"), value=f"`{spec.active}`", kind="`active`",
            reason="it says whether an address is verified", hint="name a field of its own",
        )  # fmt: skip


def _whole(context: Context, spec: AuthenticationSpec, account: Entity) -> None:
    """Constraints on the account entity and the section as a whole."""
    if account.store is not Store.POSTGRES:
        _incomplete(
            context, account.name, "it must be stored in postgres", (*PATH, "account"),
            f"remove `store` from `entities.{account.name}`, or name another entity",
        )  # fmt: skip
    passwords = [field.name for field in account.fields if isinstance(field.type, PasswordType)]
    for name in passwords:
        if name != spec.password:
            _incomplete(
                context, account.name, f"`{name}` is a second password", (*PATH, "account"),
                "remove it, or give it another type: an account has one password",
            )  # fmt: skip
    if not context.spec.roles:
        context.report(
            architecture.NOT_CONFIGURED, PATH, at_key=True, what="`authentication`",
            needed="a `roles` section",
        )  # fmt: skip
    if spec.registration is None and spec.first_account is None:
        context.report(
            architecture.NOT_CONFIGURED, PATH, at_key=True, what="`authentication`",
            needed="a `registration` or a `first_account`",
        )  # fmt: skip


def _incomplete(context: Context, entity: str, reason: str, path: Path, suggestion: str) -> None:
    context.report(
        architecture.INCOMPLETE_ENTITY, path, entity=entity, purpose="the account", reason=reason,
        suggestion=suggestion,
    )  # fmt: skip


def _fields(account: Entity) -> str:
    return f"`entities.{account.name}.fields`"


def _field(context: Context, account: Entity, name: str, purpose: _Purpose) -> Field | None:
    """The account field for a purpose, or None after reporting why it is unsuitable."""
    where = (*purpose.path, purpose.key)
    names = context.spec.entities[account.name].fields
    if not context.known(Part("field", account.name), name, names, where):
        return None
    candidate = next((field for field in account.fields if field.name == name), None)
    if candidate is None:
        return None
    if not isinstance(candidate.type, purpose.kind):
        type_ = purpose.word.split()[-1]
        suggestion = (
            f"write `type: {type_}` for `{name}` in {_fields(account)}, or name another field"
        )
        _incomplete(context, account.name, f"`{name}` must be {purpose.word}", where, suggestion)
        return None
    if candidate.optional != purpose.optional:
        reason = f"`{name}` must {'' if purpose.optional else 'not '}be optional"
        verb = "add `optional: true` to" if purpose.optional else "remove `optional` from"
        _incomplete(context, account.name, reason, where, f"{verb} it in {_fields(account)}")
    return candidate


def _minutes(context: Context, text: str, path: Path) -> int:
    length = measures.seconds(text)
    if length is None:
        context.report(codes.WRONG_TEXT, path, value=text, kind="a duration", example="30 minutes")
        return 1
    if length < MINUTE:
        context.report(
            codes.WRONG_VALUE, path, value=f"`{text}`", kind="a lifetime",
            reason="it is shorter than a minute", hint="write at least `1 minute`",
        )  # fmt: skip
        return 1
    return length // MINUTE


def _registration(
    context: Context, spec: AuthenticationSpec, account: Entity
) -> Registration | None:
    registration = spec.registration
    if registration is None:
        return None
    path = (*PATH, "registration")
    context.distinct(registration.roles, (*path, "roles"))
    for index, role in enumerate(registration.roles):
        context.known("role", role, context.spec.roles, (*path, "roles", index))
    names = {field.name: field for field in account.fields}
    own = {spec.login, spec.password, spec.role}
    context.distinct(registration.input, (*path, "input"))
    for index, name in enumerate(registration.input):
        where = (*path, "input", index)
        if not context.known(Part("field", account.name), name, names, where):
            continue
        if name == spec.active:
            context.report(
                codes.WRONG_VALUE, where, value=f"`{name}`", kind="a further input",
                reason="whoever registers is active", hint="leave it out",
            )  # fmt: skip
        if name in own:
            context.report(
                codes.WRONG_VALUE, where, value=f"`{name}`", kind="a further input",
                reason="every registration requires it",
            )  # fmt: skip
    needed = (field.name for field in account.fields if not (field.optional or field.has_default))
    missing = [name for name in needed if name not in {*registration.input, *own}]
    where = (*path, "input") if registration.input else path
    context.without_value("a registration", missing, where, at_key=True)
    _published(context, registration, account, path)
    return Registration(registration.roles, registration.input, registration.publish)


def _published(
    context: Context, registration: RegistrationSpec, account: Entity, path: Path
) -> None:
    """Checks that each payload field is an account field, from which it is filled by name."""
    where = (*path, "publish")
    if registration.publish is None or not context.known(
        "event", registration.publish, context.spec.events, where
    ):
        return
    names = frozenset(field.name for field in account.fields if not field.hidden)
    for name, declared in context.spec.events[registration.publish].payload.items():
        copied = name in names and declared.type == f"{account.name}.{name}"
        fits = copied or declared.type == account.name
        if not fits and not declared.optional:
            context.report(
                codes.WRONG_VALUE, where, value=f"`{registration.publish}`",
                kind="a registration's event",
                reason=f"its `{name}` is neither the {account.name} nor a field of that name",
                hint=_own_name(account, declared.type, names),
            )  # fmt: skip


def _own_name(account: Entity, type_: str | None, names: frozenset[str]) -> str:
    copied = (type_ or "").removeprefix(f"{account.name}.")
    if copied in names:
        return f"call it `{copied}`, or declare it `optional: true`"
    return f"take the {account.name} or one of its fields, or declare it `optional: true`"


def _first(context: Context, spec: AuthenticationSpec, account: Entity) -> FirstAccount | None:
    first_account = spec.first_account
    if first_account is None:
        return None
    path = (*PATH, "first_account")
    providers.address(context, first_account.email, (*path, "email"))
    context.known("role", first_account.role, context.spec.roles, (*path, "role"))
    own = {spec.login, spec.password, spec.role}
    others = {field.name: field for field in account.fields if field.name not in own}
    values = []
    for name, value in first_account.values.items():
        where = (*path, "values", name)
        if context.known(Part("further field", account.name), name, others, where, at_key=True):
            values.append((name, _literal(context, others[name], value, where)))
    needed = (name for name, field in others.items() if not (field.optional or field.has_default))
    missing = [name for name in needed if name not in first_account.values]
    unsaid = [name for name in missing if isinstance(others[name].type, DateType | DatetimeType)]
    hint = NOT_IN_FIRST.format(name=unsaid[0]) if unsaid else None
    context.without_value("the first account", missing, path, at_key=True, hint=hint)
    return FirstAccount(first_account.email, first_account.role, tuple(sorted(values)))


def _literal(context: Context, field: Field, value: object, path: Path) -> Literal:
    if isinstance(field.type, PhoneType | UrlType | EmailType) and isinstance(value, str):
        return value
    try:
        return literal_of(field.type, value)
    except Unfit as reason:
        context.report(
            codes.WRONG_VALUE, path, value=f"`{value}`", kind=f"`{field.name}`", reason=reason,
            hint=_instead(field) if isinstance(reason, NoLiteral) else reason.hint,
        )  # fmt: skip
        return None


def _instead(field: Field) -> str:
    is_free = field.optional or field.has_default
    return "leave it out" if is_free else NOT_IN_FIRST.format(name=field.name)


def _verification(
    context: Context, spec: AuthenticationSpec, account: Entity
) -> EmailVerification | None:
    verification = spec.email_verification
    if verification is None:
        return None
    path = (*PATH, "email_verification")
    verified = _field(context, account, verification.verified, VERIFIED)
    if verified is not None and verified.default is not False:
        reason = f"`{verified.name}` must be false by default"
        suggestion = f"add `default: false` to it in {_fields(account)}"
        _incomplete(context, account.name, reason, (*path, "verified"), suggestion)
    if verification.verified_at is not None:
        _field(context, account, verification.verified_at, VERIFIED_AT)
    _carrier(context, verification.notification, "a verification", path)
    minutes = _minutes(context, verification.link_lifetime, (*path, "link_lifetime"))
    return EmailVerification(
        verification.verified, verification.verified_at, minutes, verification.notification
    )


def _reset(context: Context, spec: AuthenticationSpec) -> PasswordReset | None:
    reset = spec.password_reset
    if reset is None:
        return None
    path = (*PATH, "password_reset")
    _carrier(context, reset.notification, "a password reset", path)
    verification = spec.email_verification
    if verification is not None and verification.notification == reset.notification:
        context.report(
            codes.WRONG_VALUE, (*path, "notification"), value=f"`{reset.notification}`",
            kind="a password reset", reason="its link verifies an address",
            hint="write a notification of its own, which shows `${link}`",
        )  # fmt: skip
    minutes = _minutes(context, reset.link_lifetime, (*path, "link_lifetime"))
    return PasswordReset(minutes, reset.notification)


def _carrier(context: Context, name: str, kind: str, path: Path) -> None:
    """The notification that carries a link."""
    where = (*path, "notification")
    if context.known("notification", name, context.spec.notifications, where):
        notification = context.spec.notifications[name]
        if notification.channels != ("email",) or notification.input:
            context.report(
                codes.WRONG_VALUE, where, value=f"`{name}`", kind=kind,
                reason="it goes by email only, and has no input but `link`",
                hint=f"write `channels: [email]` and no `input` in `notifications.{name}`",
            )  # fmt: skip


def _link(context: Context, spec: AuthenticationSpec, account: Entity) -> TelegramLink | None:
    link = spec.telegram_link
    if link is None:
        return None
    path = (*PATH, "telegram_link")
    chat = _field(context, account, link.chat, CHAT)
    if chat is not None and not chat.unique:
        reason = f"`{chat.name}` must be unique"
        suggestion = f"add `unique: true` to it in {_fields(account)}"
        _incomplete(context, account.name, reason, (*path, "chat"), suggestion)
    providers.needs(context, TELEGRAM, "`telegram_link`", path, at_key=True)
    commands = context.spec.bot.commands.values() if context.spec.bot else ()
    if not any(command.link_account for command in commands):
        context.report(
            architecture.NOT_CONFIGURED, path, at_key=True, what="`telegram_link`",
            needed="a command of the bot with `link_account`",
        )  # fmt: skip
    minutes = _minutes(context, link.code_lifetime, (*path, "code_lifetime"))
    return TelegramLink(link.chat, minutes)
