"""The model as the emitted data service declares it, filled with the rows of the laws."""

from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import sqlalchemy
from sqlalchemy import BigInteger, Boolean, Date, DateTime, Numeric, String, Uuid
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from msc.expr.sql import SqlCode
from tests.property.expressions.evaluator import argument
from tests.property.expressions.model import Data


class Base(DeclarativeBase):
    """The root of the models."""


class Entity(Base):
    """A field of every kind, and an optional one."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    a_string: Mapped[str] = mapped_column(String(80))
    no_string: Mapped[str | None] = mapped_column(String(80))
    a_int: Mapped[int] = mapped_column(BigInteger())
    no_int: Mapped[int | None] = mapped_column(BigInteger())
    a_decimal: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    no_decimal: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    a_bool: Mapped[bool] = mapped_column(Boolean())
    no_bool: Mapped[bool | None] = mapped_column(Boolean())
    a_date: Mapped[date] = mapped_column(Date())
    no_date: Mapped[date | None] = mapped_column(Date())
    a_timestamp: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    no_timestamp: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    a_uuid: Mapped[UUID] = mapped_column(Uuid())
    no_uuid: Mapped[UUID | None] = mapped_column(Uuid())
    a_mood: Mapped[str] = mapped_column(String(40))
    no_mood: Mapped[str | None] = mapped_column(String(40))


class Person(Entity):
    __tablename__ = "people"
    team_id: Mapped[UUID] = mapped_column(Uuid())
    second_id: Mapped[UUID | None] = mapped_column(Uuid())
    boss_id: Mapped[UUID | None] = mapped_column(Uuid())


class Team(Entity):
    __tablename__ = "teams"
    lead_id: Mapped[UUID | None] = mapped_column(Uuid())


class Visit(Entity):
    __tablename__ = "visits"
    person_id: Mapped[UUID] = mapped_column(Uuid())
    place_id: Mapped[UUID | None] = mapped_column(Uuid())


MODELS = {"person": Person, "team": Team, "visit": Visit}


async def english_database(url: str) -> str:
    """The address of a new database that sorts texts as English does, as images of it may."""
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(
            sqlalchemy.text(
                "CREATE DATABASE english TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
            )
        )
    await engine.dispose()
    return url.rpartition("/")[0] + "/english"


async def fill(connection: AsyncConnection, data: Data) -> None:
    """Makes the tables and stores the rows."""
    await connection.run_sync(Base.metadata.drop_all)
    await connection.run_sync(Base.metadata.create_all)
    for name, model in MODELS.items():
        values = [
            {key: _stored(value) for key, value in vars(row).items()} for row in data.rows[name]
        ]
        await connection.execute(sqlalchemy.insert(model), values)


def _stored(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


def clause(code: SqlCode, actor: SimpleNamespace, inputs: SimpleNamespace) -> Any:
    """The SQLAlchemy expression, as the emitted function would make it."""
    names: dict[str, Any] = {model.__name__: model for model in MODELS.values()}
    for module, name in code.imports:
        names[name] = getattr(__import__(module, fromlist=[name]), name)
    values = {parameter.name: argument(parameter, actor, inputs) for parameter in code.parameters}
    return eval(code.text, {**names, "parameters": SimpleNamespace(**values)})
