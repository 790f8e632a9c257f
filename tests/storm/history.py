"""What the clients of a storm were promised, and what the system has to hold for it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class History:
    """Accepted writes, and answers that nobody should get."""

    loans: dict[str, str] = field(default_factory=dict)
    """The borrower of each accepted loan."""
    incomes: dict[str, str] = field(default_factory=dict)
    """The last accepted income of each account."""
    approvals: list[str] = field(default_factory=list)
    """The account of each accepted approval."""
    answers: Counter[int] = field(default_factory=Counter)
    repeated: int = 0
    strange: list[str] = field(default_factory=list)

    @property
    def audited(self) -> Counter[tuple[str, str]]:
        """The audit records that accepted operations owe: their operation and their target."""
        owed = Counter(("create_loan", loan) for loan in self.loans)
        owed.update(("approve_kyc", account) for account in self.approvals)
        return owed

    def of(self, borrower: str) -> set[str]:
        """The accepted loans of a borrower."""
        return {loan for loan, asker in self.loans.items() if asker == borrower}


@dataclass(frozen=True)
class Stored:
    """What the system holds in the end."""

    loans: list[dict[str, Any]]
    users: list[dict[str, Any]]
    audit: list[dict[str, Any]]
    outbox: int
    messages: Counter[str]
    """How often each loan was told, by its amount."""


def violations(history: History, stored: Stored) -> list[str]:
    """Each promise that the system did not keep."""
    loans = Counter(loan["id"] for loan in stored.loans)
    audit = Counter((record["operation"], record["entity_id"]) for record in stored.audit)
    incomes = {user["id"]: user["monthly_income"] for user in stored.users}
    broken = list(history.strange)
    broken += [f"loan {loan} is lost" for loan in history.loans.keys() - loans.keys()]
    broken += [f"loan {loan} was not accepted" for loan in loans.keys() - history.loans.keys()]
    broken += [
        f"{account} has the income {incomes.get(account)}, and was told {income}"
        for account, income in history.incomes.items()
        if incomes.get(account) != income
    ]
    broken += [f"no audit record of {owed}" for owed in (history.audited - audit).elements()]
    broken += [f"an audit record too many: {one}" for one in (audit - history.audited).elements()]
    broken += [
        f"nobody was told of loan {loan['id']}"
        for loan in stored.loans
        if not stored.messages[loan["amount"]]
    ]
    if stored.outbox:
        broken.append(f"{stored.outbox} events are still in the outbox")
    return broken
