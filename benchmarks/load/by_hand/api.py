"""An API as one writes it by hand: who asks, what they may see, and calls to the data service."""

import os
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import httpx
import jwt
import uvicorn
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field

SECRET = os.environ["JWT_SECRET"]
data = httpx.AsyncClient(
    base_url=os.environ["DATA_URL"],
    headers={"X-Service-Token": os.environ["SERVICE_TOKEN"]},
    limits=httpx.Limits(max_connections=200, max_keepalive_connections=100),
)
app = FastAPI()


class Loan(BaseModel):
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

    items: list[Loan]
    next_cursor: str | None
    total: int | None = None


class User(BaseModel):
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

    full_name: str | None = Field(default=None, max_length=120)
    phone: str | None = Field(default=None, max_length=16)
    monthly_income: Decimal | None = Field(default=None, ge=0)


async def call(method: str, path: str, body: Any = None, **query: Any) -> Any:
    """The JSON of the data service."""
    answer = await data.request(method, path, params=query, json=body)
    if answer.is_error:
        raise HTTPException(answer.status_code)
    return answer.json()


async def signed_in(token: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> Any:
    """The row of the person who asks."""
    try:
        claims = jwt.decode(token.credentials, SECRET, algorithms=["HS256"], audience="access")
    except jwt.InvalidTokenError as error:
        raise HTTPException(401) from error
    return await call("GET", f"/users/{claims['sub']}")


SignedIn = Annotated[dict[str, Any], Depends(signed_in)]


@app.get("/api/v1/loans")
async def list_loans(
    actor: SignedIn, limit: Annotated[int, Field(ge=1, le=100)] = 20, cursor: str | None = None
) -> LoanPage:
    """The marketplace; a borrower sees the own loans."""
    place = {} if cursor is None else {"cursor": cursor}
    if actor["role"] not in ("lender", "admin"):
        place["borrower_id"] = actor["id"]
    return LoanPage.model_validate(await call("GET", "/loans", limit=limit, **place))


@app.get("/api/v1/loans/{loan_id}")
async def get_loan(loan_id: UUID, actor: SignedIn) -> Loan:
    """One loan, for its borrower, lenders and administrators."""
    loan = Loan.model_validate(await call("GET", f"/loans/{loan_id}"))
    if actor["role"] not in ("lender", "admin") and str(loan.borrower_id) != actor["id"]:
        raise HTTPException(404)
    return loan


@app.patch("/api/v1/users/profile")
async def change_profile(change: ProfileChange, actor: SignedIn) -> User:
    """The changed person."""
    body = {"version": actor["version"], **change.model_dump(mode="json", exclude_unset=True)}
    return User.model_validate(await call("PATCH", f"/users/{actor['id']}", body))


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["PORT"]), access_log=False, log_level="warning")
