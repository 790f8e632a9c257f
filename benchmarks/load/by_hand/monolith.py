"""The same routes as one service that reaches PostgreSQL itself."""

import base64
import binascii
import json
import os
from collections.abc import AsyncIterator
from datetime import datetime
from decimal import Decimal
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

import jwt
import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import BigInteger, DateTime, Numeric, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from starlette.exceptions import HTTPException as AnyHTTPException

SECRET = os.environ["JWT_SECRET"]
SEES_ALL_LOANS = ("lender", "admin")
engine = create_async_engine(
    os.environ["DATABASE_URL"], pool_size=10, max_overflow=20, pool_pre_ping=True
)
sessions = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI()


class Base(DeclarativeBase):
    """What the rows of all tables have."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]


class Loan(Base):
    """A row of loans."""

    __tablename__ = "loans"
    borrower_id: Mapped[UUID]
    lender_id: Mapped[UUID | None]
    amount: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    duration_months: Mapped[int] = mapped_column(BigInteger)
    interest_rate: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    platform_fee: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    remaining_balance: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    purpose: Mapped[str | None]
    status: Mapped[str]
    funded_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class User(Base):
    """A row of users."""

    __tablename__ = "users"
    email: Mapped[str]
    full_name: Mapped[str]
    role: Mapped[str]
    country: Mapped[str]
    phone: Mapped[str | None]
    monthly_income: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    kyc_status: Mapped[str]
    email_verified: Mapped[bool]
    email_verified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    two_factor_enabled: Mapped[bool]
    credit_score: Mapped[int | None] = mapped_column(BigInteger)
    balance: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    telegram_chat_id: Mapped[str | None]
    stripe_customer_id: Mapped[str | None]


class Answer(BaseModel):
    """What is read from the attributes of a row."""

    model_config = ConfigDict(from_attributes=True)


class LoanAnswer(Answer):
    """A loan in an answer."""

    id: UUID
    borrower_id: UUID
    lender_id: UUID | None
    amount: Decimal
    duration_months: int
    interest_rate: Decimal
    platform_fee: Decimal
    remaining_balance: Decimal
    purpose: str | None
    status: str
    funded_at: datetime | None
    created_at: datetime
    updated_at: datetime


class LoanPage(BaseModel):
    """Some loans, and where the next ones begin."""

    items: list[LoanAnswer]
    next_cursor: str | None
    total: int | None = None


class UserAnswer(Answer):
    """A person in an answer."""

    id: UUID
    email: str
    full_name: str
    role: str
    country: str
    phone: str | None
    monthly_income: Decimal | None
    kyc_status: str
    email_verified: bool
    email_verified_at: datetime | None
    two_factor_enabled: bool
    credit_score: int | None
    balance: Decimal
    telegram_chat_id: str | None
    stripe_customer_id: str | None
    created_at: datetime
    updated_at: datetime


class ProfileChange(BaseModel):
    """What a person may change."""

    model_config = ConfigDict(extra="forbid")

    full_name: str = Field(default="", max_length=120)
    phone: str | None = Field(default=None, max_length=16, pattern=r"^\+[0-9]+$")
    monthly_income: Decimal | None = Field(default=None, ge=0, max_digits=18, decimal_places=2)


class RowMissing(Exception):  # noqa: N818 - it is no error of ours
    """A row that is not there, or not for the caller."""

    def __init__(self, entity: str, row_id: UUID) -> None:
        super().__init__(f"There is no {entity} {row_id}")
        self.entity = entity
        self.row_id = row_id


def problem(status: int, detail: str, code: str, **members: Any) -> JSONResponse:
    """An error as problem details."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": f"urn:request:{uuid4()}",
        "code": code,
        **members,
    }
    return JSONResponse(body, status, media_type="application/problem+json")


@app.exception_handler(AnyHTTPException)
async def refused(_: Request, error: AnyHTTPException) -> JSONResponse:
    """A refusal as problem details."""
    return problem(error.status_code, error.detail, HTTPStatus(error.status_code).name)


@app.exception_handler(RowMissing)
async def missing(_: Request, error: RowMissing) -> JSONResponse:
    """Which row is missing."""
    members = {"entity": error.entity, "id": str(error.row_id)}
    return problem(404, str(error), "NOT_FOUND", **members)


@app.exception_handler(RequestValidationError)
async def not_valid(_: Request, error: RequestValidationError) -> JSONResponse:
    """What is wrong with each field."""
    errors = [
        {"field": ".".join(map(str, one["loc"])), "message": one["msg"]} for one in error.errors()
    ]
    return problem(422, "The request is not valid", "VALIDATION_FAILED", errors=errors)


async def transaction() -> AsyncIterator[AsyncSession]:
    """The one transaction of a request; it has ended when the answer is sent."""
    async with sessions.begin() as session:
        yield session


async def account_of(
    token: Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))],
) -> UUID:
    """The account of the access token."""
    if token is None:
        raise HTTPException(401, "Authentication is required")
    try:
        claims = jwt.decode(
            token.credentials, SECRET, algorithms=["HS256"], audience="access",
            options={"require": ["sub", "exp", "aud"]},
        )  # fmt: skip
        return UUID(claims["sub"])
    except (jwt.InvalidTokenError, ValueError) as error:
        raise HTTPException(401, "The access token is not valid") from error


Transaction = Annotated[AsyncSession, Depends(transaction, scope="function")]
Account = Annotated[UUID, Depends(account_of)]


async def signed_in(account: Account, session: Transaction) -> User:
    """The row of the person who asks."""
    actor = await session.get(User, account)
    if actor is None:
        raise HTTPException(401, "Authentication is required")
    return actor


SignedIn = Annotated[User, Depends(signed_in)]


@app.get("/api/v1/loans")
async def list_loans(
    actor: SignedIn,
    session: Transaction,
    limit: Annotated[int, Field(ge=1, le=100)] = 20,
    cursor: str | None = None,
) -> LoanPage:
    """The newest loans first; a borrower sees the own ones."""
    statement = select(Loan).order_by(Loan.created_at.desc(), Loan.id.desc()).limit(limit + 1)
    if actor.role not in SEES_ALL_LOANS:
        statement = statement.where(Loan.borrower_id == actor.id)
    if cursor is not None:
        statement = statement.where(tuple_(Loan.created_at, Loan.id) < place_of(cursor))
    rows = list(await session.scalars(statement))
    items = [LoanAnswer.model_validate(row) for row in rows[:limit]]
    return LoanPage(items=items, next_cursor=cursor_of(items[-1]) if len(rows) > limit else None)


def place_of(cursor: str) -> tuple[datetime, UUID]:
    """The place that a cursor means."""
    try:
        timestamp, identifier = json.loads(base64.urlsafe_b64decode(cursor))
        return datetime.fromisoformat(timestamp), UUID(identifier)
    except (binascii.Error, ValueError, TypeError, AttributeError) as error:
        raise HTTPException(422, "The cursor is not valid") from error


def cursor_of(row: LoanAnswer) -> str:
    """The place after a row."""
    place = [row.created_at.isoformat(), str(row.id)]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


@app.get("/api/v1/loans/{loan_id}")
async def get_loan(
    loan_id: UUID, actor: SignedIn, session: Transaction, response: Response
) -> LoanAnswer:
    """One loan, for its borrower, lenders and administrators."""
    loan = await session.get(Loan, loan_id)
    if loan is None or (actor.role not in SEES_ALL_LOANS and loan.borrower_id != actor.id):
        raise RowMissing("loan", loan_id)
    response.headers["ETag"] = f'"{loan.version}"'
    return LoanAnswer.model_validate(loan)


@app.patch("/api/v1/users/profile")
async def change_profile(
    change: ProfileChange, account: Account, session: Transaction, response: Response
) -> UserAnswer:
    """The changed person; one statement, so that nothing comes in between."""
    statement = (
        update(User)
        .where(User.id == account)
        .values(
            **change.model_dump(exclude_unset=True), version=User.version + 1, updated_at=func.now()
        )
        .returning(User)
    )
    changed = await session.scalar(statement)
    if changed is None:
        raise HTTPException(401, "Authentication is required")
    response.headers["ETag"] = f'"{changed.version}"'
    return UserAnswer.model_validate(changed)


if __name__ == "__main__":
    uvicorn.run(
        f"{Path(__file__).stem}:app",
        port=int(os.environ["PORT"]),
        workers=int(os.environ["WORKERS"]),
        # On a busy machine, a process that is still importing answers late.
        timeout_worker_healthcheck=60,
        access_log=False,
        log_level="warning",
    )
