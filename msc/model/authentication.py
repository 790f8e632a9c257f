"""Accounts and sign-in."""

from pydantic import Field

from msc.model.base import Scalar, SpecModel


class FirstAccountSpec(SpecModel):
    """The account created at the first start."""

    email: str = Field(
        description="The e-mail address for signing in.",
        examples=["admin@p2p-lending.example"],
    )
    role: str = Field(description="Its role, one of `roles`.", examples=["admin"])
    values: dict[str, Scalar] = Field(
        default={},
        description="The other fields of the account; those without a default are required.",
        examples=[{"full_name": "Administrator"}],
    )


class RegistrationSpec(SpecModel):
    """Who may register, and the data they must provide."""

    roles: tuple[str, ...] = Field(
        min_length=1,
        description="The roles that people may choose when they register.",
        examples=[["borrower", "lender"]],
    )
    input: tuple[str, ...] = Field(
        default=(),
        description=(
            "Account fields in the registration request, besides e-mail, password and role."
        ),
        examples=[["full_name", "country"]],
    )
    publish: str | None = Field(
        default=None,
        description="The event that a registration publishes; its payload is taken from the "
        "account.",
        examples=["user.registered"],
    )


class EmailVerificationSpec(SpecModel):
    """How a person proves ownership of an address: a signed link sent by e-mail, good for once."""

    verified: str = Field(
        description="The boolean field of the account that is set to true.",
        examples=["email_verified"],
    )
    verified_at: str | None = Field(
        default=None,
        description=(
            "The optional datetime field of the account that is set to the time of verification."
        ),
        examples=["email_verified_at"],
    )
    link_lifetime: str = Field(
        default="24 hours",
        description="How long the link is valid.",
        examples=["24 hours"],
    )
    notification: str = Field(
        description="The notification that carries the link; its texts may use `link`.",
        examples=["verify_email"],
    )


class PasswordResetSpec(SpecModel):
    """How a person who forgot the password gets another one: a link sent by e-mail, good for once.

    The link opens the page of the website that the setting `RESET_PASSWORD_PAGE` names, with a
    `token`, which `POST /auth/password-reset/confirm` takes together with the new password.
    """

    link_lifetime: str = Field(
        default="1 hour",
        description="How long the link is valid.",
        examples=["1 hour"],
    )
    notification: str = Field(
        description="The notification that carries the link; its texts may use `link`.",
        examples=["reset_password"],
    )


class TelegramLinkSpec(SpecModel):
    """How a Telegram chat is linked to an account: a one-time code sent to the bot."""

    chat: str = Field(
        description="The optional, unique string field of the account that stores the chat id.",
        examples=["telegram_chat_id"],
    )
    code_lifetime: str = Field(
        default="10 minutes",
        description="How long the code is valid.",
        examples=["10 minutes"],
    )


class AuthenticationSpec(SpecModel):
    """Which entity is the account, and how people sign in.

    The system gets `POST /auth/login`, `POST /auth/refresh`, `POST /auth/log-out` and
    `POST /auth/password`; besides, `POST /auth/deactivate` if `active` is there, and
    `POST /auth/register`, `POST /auth/verify-email` (with `/resend`), `POST /auth/password-reset`
    (with `/confirm`) and `POST /auth/telegram-link`, each if its section below is there.
    """

    account: str = Field(description="The entity whose rows are accounts.", examples=["user"])
    login: str = Field(
        default="email",
        description="The unique email field of the account, used to sign in.",
        examples=["email"],
    )
    password: str = Field(
        default="password",
        description="The password field of the account.",
        examples=["password"],
    )
    role: str = Field(
        default="role",
        description="The role field of the account.",
        examples=["role"],
    )
    active: str | None = Field(
        default=None,
        description="The boolean field of the account, true by default, without which nobody signs"
        " in. People set it to false by `POST /auth/deactivate`; operations may set it as well.",
        examples=["active"],
    )
    access_token_lifetime: str = Field(
        default="30 minutes",
        description="How long an access token is valid; then the person signs in again.",
        examples=["30 minutes"],
    )
    first_account: FirstAccountSpec | None = Field(
        default=None,
        description=(
            "The account created at the first start; its password comes from the environment,"
            " and is `change me in production` in development."
        ),
        examples=[{"email": "admin@p2p-lending.example", "role": "admin"}],
    )
    registration: RegistrationSpec | None = Field(
        default=None,
        description="Lets people create their own account. Without it, nobody can register.",
        examples=[{"roles": ["borrower", "lender"], "input": ["full_name"]}],
    )
    email_verification: EmailVerificationSpec | None = Field(
        default=None,
        description="Makes people verify their e-mail address.",
        examples=[{"verified": "email_verified", "notification": "verify_email"}],
    )
    password_reset: PasswordResetSpec | None = Field(
        default=None,
        description="Lets people who forgot their password choose another one.",
        examples=[{"notification": "reset_password"}],
    )
    telegram_link: TelegramLinkSpec | None = Field(
        default=None,
        description="Lets people link their Telegram chat to their account.",
        examples=[{"chat": "telegram_chat_id"}],
    )
