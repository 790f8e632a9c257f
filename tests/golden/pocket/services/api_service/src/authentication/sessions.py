"""Sessions: what a person stays signed in by, kept in Redis until it ends."""

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Protocol, Self
from uuid import UUID

import structlog
from redis.asyncio import Redis

from shared.identifiers import new_id
from src.authentication.errors import SessionEnded

PREFIX = "session"
SECRET_BYTES = 32
# Of one account; another one ends the one that was not used for the longest time.
MOST = 20
# Answers whose session it is, and whether it goes on. A session whose older token comes again has
# two owners, and ends; but for a short time the token before the newest may come again, since an
# answer can be lost. It is known by its successor, which is the newest token.
ROTATE = """
local stored = redis.call('HMGET', KEYS[1], 'account', 'digest', 'repeatable_until')
if not stored[1] then return nil end
local now = tonumber(redis.call('TIME')[1])
if stored[2] == ARGV[1] then
  redis.call('HSET', KEYS[1], 'digest', ARGV[2], 'repeatable_until', now + ARGV[4])
  redis.call('EXPIRE', KEYS[1], ARGV[3])
elseif stored[2] ~= ARGV[2] or now >= tonumber(stored[3]) then
  redis.call('DEL', KEYS[1])
  return {stored[1], 0}
end
return {stored[1], 1}
"""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """The session, and a secret of which only a digest is stored."""

    session_id: UUID
    secret: str = field(repr=False)

    @classmethod
    def first(cls, session_id: UUID) -> Self:
        """The token that the session begins with."""
        return cls(session_id, secrets.token_urlsafe(SECRET_BYTES))

    def following(self, key: str) -> Self:
        """The token after this one, always the same; without the key nobody makes it."""
        # No signed access token begins like this, so that none is a token of a session.
        digest = hmac.digest(key.encode(), f"refresh:{self.text}".encode(), "sha256")
        return replace(self, secret=base64.urlsafe_b64encode(digest).decode().rstrip("="))

    @classmethod
    def parse(cls, text: str) -> Self:
        """The token that a person brings."""
        session, _, secret = text.partition(".")
        try:
            return cls(UUID(hex=session), secret)
        except ValueError:
            raise SessionEnded from None

    @property
    def text(self) -> str:
        """What a person is given."""
        return f"{self.session_id.hex}.{self.secret}"

    @property
    def digest(self) -> str:
        """What is stored."""
        return hashlib.sha256(self.secret.encode()).hexdigest()


class Sessions(Protocol):
    """The sessions of all accounts."""

    async def start(self, account_id: UUID) -> RefreshToken:
        """The first token of a new session."""

    async def rotate(self, token: RefreshToken) -> tuple[UUID, RefreshToken]:
        """The account of the session, and its next token; raises SessionEnded.

        The same again for a token that comes twice, in the time in which its answer may be lost.
        """

    async def account_of(self, token: RefreshToken) -> UUID | None:
        """The account of the session, whether or not the token is its newest."""

    async def end(self, token: RefreshToken) -> None:
        """Ends the session of the token, if it has not ended yet."""

    async def end_all(self, account_id: UUID) -> None:
        """Ends the sessions of the account."""


class RedisSessions:
    """Keeps a session for its lifetime after its last use; Redis writes them to its disk."""

    def __init__(self, redis: Redis, key: str, lifetime: timedelta, grace: timedelta) -> None:
        self._redis = redis
        self._key = key
        self._lifetime = lifetime
        self._grace = grace
        self._rotate = redis.register_script(ROTATE)

    async def start(self, account_id: UUID) -> RefreshToken:
        """The first token of a new session."""
        token, of_account = RefreshToken.first(new_id()), _index(account_id)
        key = _key(token.session_id)
        async with self._redis.pipeline() as commands:
            commands.hset(key, mapping={"account": str(account_id), "digest": token.digest})
            commands.expire(key, self._lifetime)
            self._note_use(commands, account_id, token.session_id)
            commands.zrange(of_account, 0, -MOST - 1)
            surplus = (await commands.execute())[-1]
        if surplus:
            await self._forget(account_id, *(UUID(hex=_text(session)) for session in surplus))
        return token

    async def rotate(self, token: RefreshToken) -> tuple[UUID, RefreshToken]:
        """The account of the session, and its next token; raises SessionEnded."""
        following = token.following(self._key)
        times = (int(length.total_seconds()) for length in (self._lifetime, self._grace))
        arguments: list[str | int] = [token.digest, following.digest, *times]
        answer = await self._rotate(keys=[_key(token.session_id)], args=arguments)
        if answer is None:
            raise SessionEnded
        account_id = UUID(_text(answer[0]))
        if not answer[1]:
            log.warning("refresh_token_reused", account=str(account_id))
            await self._forget(account_id, token.session_id)
            raise SessionEnded
        async with self._redis.pipeline() as commands:
            self._note_use(commands, account_id, token.session_id)
            await commands.execute()
        return account_id, following

    async def account_of(self, token: RefreshToken) -> UUID | None:
        """The account of the session, whether or not the token is its newest."""
        account_id = await self._redis.hget(_key(token.session_id), "account")
        return None if account_id is None else UUID(_text(account_id))

    async def end(self, token: RefreshToken) -> None:
        """Ends the session of the token, if it has not ended yet."""
        account_id = await self.account_of(token)
        if account_id is not None:
            await self._forget(account_id, token.session_id)

    async def end_all(self, account_id: UUID) -> None:
        """Ends the sessions of the account."""
        sessions = await self._redis.zrange(_index(account_id), 0, -1)
        if sessions:
            await self._forget(account_id, *(UUID(hex=_text(session)) for session in sessions))

    def _note_use(self, commands: Any, account_id: UUID, session_id: UUID) -> None:
        commands.zadd(_index(account_id), {session_id.hex: time.time()})
        commands.expire(_index(account_id), self._lifetime)

    async def _forget(self, account_id: UUID, *session_ids: UUID) -> None:
        async with self._redis.pipeline() as commands:
            commands.delete(*map(_key, session_ids))
            commands.zrem(_index(account_id), *(session.hex for session in session_ids))
            await commands.execute()


def _key(session_id: UUID) -> str:
    return f"{PREFIX}:{session_id.hex}"


def _index(account_id: UUID) -> str:
    """The sessions of an account, in the order of their last use."""
    return f"{PREFIX}:of:{account_id}"


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
