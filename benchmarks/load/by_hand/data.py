"""A data service as one writes it by hand: rows of two tables."""

import base64
import json
import os
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel, ConfigDict
from sqlalchemy import DateTime, Numeric, func, select, tuple_, update
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

TOKEN = os.environ["SERVICE_TOKEN"]
engine = create_async_engine(
    os.environ["DATABASE_URL"], pool_size=10, max_overflow=20, pool_pre_ping=True
)
sessions = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    """All tables."""

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
    duration_months: Mapped[int]
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
    credit_score: Mapped[int | None]
    balance: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    telegram_chat_id: Mapped[str | None]
    stripe_customer_id: Mapped[str | None]


class Row(BaseModel):
    """What all rows have."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    created_at: datetime
    updated_at: datetime
    version: int


class LoanRow(Row):
    """A loan on the wire."""

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


class UserRow(Row):
    """A user on the wire."""

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


class LoanPage(BaseModel):
    """Some loans, and where the next ones begin."""

    items: list[LoanRow]
    next_cursor: str | None


class UserChange(BaseModel):
    """What a person may change."""

    version: int
    full_name: str | None = None
    phone: str | None = None
    monthly_income: Decimal | None = None


def service_token(x_service_token: Annotated[str, Header()] = "") -> None:
    """Lets only the API in."""
    if x_service_token != TOKEN:
        raise HTTPException(401)


app = FastAPI(dependencies=[Depends(service_token)])


@app.get("/loans")
async def list_loans(
    limit: int = 20, cursor: str | None = None, borrower_id: UUID | None = None
) -> LoanPage:
    """The newest loans first, of everybody or of one borrower."""
    statement = select(Loan).order_by(Loan.created_at.desc(), Loan.id.desc()).limit(limit + 1)
    if borrower_id is not None:
        statement = statement.where(Loan.borrower_id == borrower_id)
    if cursor is not None:
        timestamp, identifier = json.loads(base64.urlsafe_b64decode(cursor))
        position = (datetime.fromisoformat(timestamp), UUID(identifier))
        statement = statement.where(tuple_(Loan.created_at, Loan.id) < position)
    async with sessions() as session:
        rows = list(await session.scalars(statement))
    items = [LoanRow.model_validate(row) for row in rows[:limit]]
    return LoanPage(items=items, next_cursor=cursor_of(items[-1]) if len(rows) > limit else None)


def cursor_of(row: LoanRow) -> str:
    """The place after a row."""
    place = [row.created_at.isoformat(), str(row.id)]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


@app.get("/loans/{loan_id}")
async def get_loan(loan_id: UUID) -> LoanRow:
    """One loan."""
    async with sessions() as session:
        return LoanRow.model_validate(await session.get(Loan, loan_id))


@app.get("/users/{user_id}")
async def get_user(user_id: UUID) -> UserRow:
    """One user."""
    async with sessions() as session:
        return UserRow.model_validate(await session.get(User, user_id))


@app.patch("/users/{user_id}")
async def change_user(user_id: UUID, change: UserChange) -> UserRow:
    """The changed user; 409 if somebody was faster."""
    statement = (
        update(User)
        .where(User.id == user_id, User.version == change.version)
        .values(
            **change.model_dump(exclude={"version"}, exclude_unset=True),
            version=User.version + 1,
            updated_at=func.now(),
        )
        .returning(User)
    )
    async with sessions.begin() as session:
        changed = await session.scalar(statement)
        if changed is None:
            raise HTTPException(409)
        return UserRow.model_validate(changed)


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["PORT"]), access_log=False, log_level="warning")
