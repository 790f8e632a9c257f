"""The tables of the first build.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _common() -> list[sa.Column[object]]:
    now = sa.func.now()
    moment = sa.DateTime(timezone=True)
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, server_default=now, nullable=False),
        sa.Column("updated_at", moment, server_default=now, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def upgrade() -> None:
    """Makes all tables, then the references between them."""
    op.create_table(
        "escrow_accounts",
        *_common(),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("balance", sa.Numeric(18, 2), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.CheckConstraint("balance >= 0.00", name="escrow_accounts_balance_check"),
        sa.CheckConstraint(
            "status IN ('open', 'released', 'refunded')", name="escrow_accounts_status_check"
        ),
        sa.UniqueConstraint("loan_id", name="uniq_escrow_accounts_loan_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("escrow_accounts_pkey")),
    )
    op.create_table(
        "loans",
        *_common(),
        sa.Column("borrower_id", sa.Uuid(), nullable=False),
        sa.Column("lender_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.Numeric(18, 2), nullable=False),
        sa.Column("duration_months", sa.BigInteger(), nullable=False),
        sa.Column("interest_rate", sa.Numeric(18, 2), nullable=False),
        sa.Column("platform_fee", sa.Numeric(18, 2), nullable=False),
        sa.Column("remaining_balance", sa.Numeric(18, 2), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("funded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount >= 100.00 AND amount <= 50000.00", name="loans_amount_check"),
        sa.CheckConstraint(
            "duration_months >= 1 AND duration_months <= 60", name="loans_duration_months_check"
        ),
        sa.CheckConstraint(
            "interest_rate >= 0.00 AND interest_rate <= 30.00", name="loans_interest_rate_check"
        ),
        sa.CheckConstraint("platform_fee >= 0.00", name="loans_platform_fee_check"),
        sa.CheckConstraint("remaining_balance >= 0.00", name="loans_remaining_balance_check"),
        sa.CheckConstraint(
            "status IN ('requested', 'funded', 'active', 'repaid', 'defaulted', 'cancelled')",
            name="loans_status_check",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("loans_pkey")),
    )
    op.create_index("idx_loans_borrower_id_status", "loans", ["borrower_id", "status"])
    op.create_index("idx_loans_status_created_at", "loans", ["status", "created_at"])
    op.create_index("idx_loans_lender_id", "loans", ["lender_id"])
    op.create_table(
        "loan_applications",
        *_common(),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("lender_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'approved', 'rejected', 'withdrawn')",
            name="loan_applications_status_check",
        ),
        sa.UniqueConstraint(
            "loan_id", "lender_id", name="uniq_loan_applications_loan_id_lender_id"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("loan_applications_pkey")),
    )
    op.create_index("idx_loan_applications_lender_id", "loan_applications", ["lender_id"])
    op.create_table(
        "payments",
        *_common(),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("payer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(18, 2), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("paid_date", sa.Date(), nullable=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("stripe_payment_id", sa.String(64), nullable=True),
        sa.CheckConstraint("number >= 1", name="payments_number_check"),
        sa.CheckConstraint("amount >= 0.00", name="payments_amount_check"),
        sa.CheckConstraint(
            "status IN ('scheduled', 'paid', 'overdue', 'failed')", name="payments_status_check"
        ),
        sa.UniqueConstraint("stripe_payment_id", name="uniq_payments_stripe_payment_id"),
        sa.UniqueConstraint("loan_id", "number", name="uniq_payments_loan_id_number"),
        sa.PrimaryKeyConstraint("id", name=op.f("payments_pkey")),
    )
    op.create_index("idx_payments_status_due_date", "payments", ["status", "due_date"])
    op.create_index("idx_payments_payer_id", "payments", ["payer_id"])
    op.create_table(
        "users",
        *_common(),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("password", sa.String(255), nullable=False),
        sa.Column("full_name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("country", sa.String(255), nullable=False),
        sa.Column("phone", sa.String(16), nullable=True),
        sa.Column("monthly_income", sa.Numeric(18, 2), nullable=True),
        sa.Column("kyc_status", sa.String(40), nullable=False),
        sa.Column("email_verified", sa.Boolean(), nullable=False),
        sa.Column("email_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("two_factor_enabled", sa.Boolean(), nullable=False),
        sa.Column("two_factor_secret", sa.String(255), nullable=True),
        sa.Column("credit_score", sa.BigInteger(), nullable=True),
        sa.Column("balance", sa.Numeric(18, 2), nullable=False),
        sa.Column("telegram_chat_id", sa.String(32), nullable=True),
        sa.Column("stripe_customer_id", sa.String(64), nullable=True),
        sa.CheckConstraint("role IN ('admin', 'borrower', 'lender')", name="users_role_check"),
        sa.CheckConstraint("monthly_income >= 0.00", name="users_monthly_income_check"),
        sa.CheckConstraint(
            "kyc_status IN ('not_submitted', 'pending', 'approved', 'rejected')",
            name="users_kyc_status_check",
        ),
        sa.CheckConstraint(
            "credit_score >= 300 AND credit_score <= 850", name="users_credit_score_check"
        ),
        sa.CheckConstraint("balance >= 0.00", name="users_balance_check"),
        sa.UniqueConstraint("email", name="uniq_users_email"),
        sa.UniqueConstraint("telegram_chat_id", name="uniq_users_telegram_chat_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("users_pkey")),
    )
    op.create_foreign_key(
        "escrow_accounts_loan_id_fkey",
        "escrow_accounts",
        "loans",
        ["loan_id"],
        ["id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "loans_borrower_id_fkey", "loans", "users", ["borrower_id"], ["id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "loans_lender_id_fkey", "loans", "users", ["lender_id"], ["id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "loan_applications_loan_id_fkey",
        "loan_applications",
        "loans",
        ["loan_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.create_foreign_key(
        "loan_applications_lender_id_fkey",
        "loan_applications",
        "users",
        ["lender_id"],
        ["id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        "payments_loan_id_fkey", "payments", "loans", ["loan_id"], ["id"], ondelete="RESTRICT"
    )
    op.create_foreign_key(
        "payments_payer_id_fkey", "payments", "users", ["payer_id"], ["id"], ondelete="RESTRICT"
    )
    _create_machinery()


def _create_machinery() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "outbox_events",
        sa.Column("sequence", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("aggregate", sa.String(80), nullable=False),
        sa.Column("aggregate_id", sa.String(80), nullable=False),
        sa.Column("occurred_at", moment, nullable=False),
        sa.Column("request_id", sa.String(80), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("leased_until", moment, nullable=True),
        sa.PrimaryKeyConstraint("sequence", name=op.f("outbox_events_pkey")),
    )
    op.create_index("idx_outbox_events_aggregate", "outbox_events", ["aggregate", "aggregate_id"])
    op.create_table(
        "consumed_messages",
        sa.Column("consumer", sa.String(120), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("consumed_at", moment, server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("consumer", "key", name=op.f("consumed_messages_pkey")),
    )
    op.create_table(
        "job_runs",
        sa.Column("job", sa.String(120), nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("leased_until", moment, nullable=False),
        sa.Column("completed_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("job", "due_at", name=op.f("job_runs_pkey")),
    )


def downgrade() -> None:
    """Removes everything."""
    for table in ("job_runs", "consumed_messages", "outbox_events"):
        op.drop_table(table)
    op.execute(sa.text('DROP TABLE "escrow_accounts" CASCADE'))
    op.execute(sa.text('DROP TABLE "loans" CASCADE'))
    op.execute(sa.text('DROP TABLE "loan_applications" CASCADE'))
    op.execute(sa.text('DROP TABLE "payments" CASCADE'))
    op.execute(sa.text('DROP TABLE "users" CASCADE'))
