"""Codes MSC5xx: parts of a system that do not fit together."""

from msc.core.diagnostics import Code, Severity

NOT_PUBLISHED = Code(
    "MSC501", "event-not-published", Severity.WARNING,
    "nothing publishes `{name}`",
    "publish it in an operation, or add `audience: external` if other systems do",
    "Consumers of an event that nobody publishes never run.",
    "events:\n  book.sold: {payload: {loan: loan}, then: [thank_reader]}",
    "events:\n  book.sold: {payload: {loan: loan}, then: [thank_reader], audience: external}",
)  # fmt: skip
NOT_CONSUMED = Code(
    "MSC502", "event-not-consumed", Severity.WARNING,
    "nothing reacts to `{name}`",
    "add `then`, or `audience: external` if other systems read it",
    "An event without consumers has no effect.",
    "events:\n  loan.made: {payload: {loan: loan}, then: []}",
    "events:\n  loan.made: {payload: {loan: loan}, then: [thank_reader]}",
)  # fmt: skip
WRONG_TRIGGER = Code(
    "MSC503", "wrong-trigger", Severity.ERROR,
    "{trigger} cannot run `{operation}`: {reason}",
    "{suggestion}",
    "Endpoints and the bot run operations of people; events and jobs run operations of the system.",
    "jobs:\n  close_old_loans: {run: return_book}",
    "jobs:\n  close_old_loans: {run: close_loan}",
)  # fmt: skip
NOT_CONFIGURED = Code(
    "MSC504", "not-configured", Severity.ERROR,
    "{what} needs {needed}",
    "add {needed}",
    "Some features require others: channels need integrations, actors need accounts.",
    "notifications:\n  thanks: {channels: [telegram]}",
    "notifications:\n  thanks: {channels: [email]}",
)  # fmt: skip
INCOMPLETE_ENTITY = Code(
    "MSC505", "incomplete-entity", Severity.ERROR,
    "`{entity}` cannot be {purpose}: {reason}",
    "{suggestion}",
    "An account has a unique `email`, a `password` and a `role`, each of the type of that name. An audit "
    "entity is stored in mongo. It has the strings `operation`, `category`, `entity_type`, `entity_id` "
    "and `request_id`, `actor` (an optional reference to the account), `occurred_at` (a datetime) and "
    "`details` (json).",
    "audit: {entity: book}", "audit: {entity: audit_log}",
)  # fmt: skip
ROLE_NOT_USED = Code(
    "MSC506", "role-not-used", Severity.WARNING,
    "nothing uses the role `{name}`",
    "give it an operation, read access or registration, or remove it",
    "A role that no operation, access or registration mentions is usually an oversight.",
    "roles:\n  editor: Edits texts.",
    "roles:\n  editor: Edits texts.\noperations:\n  change_book: {actor: [librarian, editor]}",
)  # fmt: skip
NOT_YET = Code(
    "MSC507", "not-yet-supported", Severity.ERROR,
    "{what} is not supported yet",
    "{suggestion}",
    "The language has a word for this, but the compiler cannot build it yet. It is "
    "rejected, because nothing in a spec is silently ignored.",
    "integrations:\n  cards: {provider: stripe}",
    "integrations:\n  mail: {provider: sendgrid}",
)  # fmt: skip
NOT_USED = Code(
    "MSC508", "not-used", Severity.WARNING,
    "nothing uses the {kind} `{name}`",
    "use it, or remove it",
    "An unused element has no effect on the system; usually a reference to it is missing.",
    "rules:\n  is_adult: {holds: actor.adult, message: Too young, code: TOO_YOUNG}",
    "rules:\n  is_adult: {holds: actor.adult, message: Too young, code: TOO_YOUNG}\noperations:\n  lend_book: {rules: [is_adult, in_stock]}",
)  # fmt: skip
NO_EFFECT = Code(
    "MSC509", "no-effect", Severity.ERROR,
    "`{name}` does nothing: {reason}",
    "{suggestion}",
    "An operation must write, publish, notify or return something.",
    "operations:\n  show_book: {actor: public, input: {book: book}}",
    "operations:\n  show_book: {actor: public, input: {book: book}, returns: input.book}",
)  # fmt: skip
SECOND_PROVIDER = Code(
    "MSC510", "second-provider", Severity.ERROR,
    "`{name}` does the same as `{other}`",
    "keep one integration per channel",
    "Each channel has one provider. With two, it would be unclear which one sends.",
    "integrations:\n  mail: {provider: sendgrid}\n  more_mail: {provider: sendgrid, sender: more@library.example}",
    "integrations:\n  mail: {provider: sendgrid}",
)  # fmt: skip
REFERENCE_CYCLE = Code(
    "MSC511", "reference-cycle", Severity.ERROR,
    "no row of `{entity}` can ever be created: {circle}",
    "make one of these references `optional: true`",
    "A row is created after the rows that its required references name. If entities "
    "require each other, or an entity requires itself, no row can be the first.",
    "entities:\n  folder:\n    fields:\n      parent: {reference: folder}",
    "entities:\n  folder:\n    fields:\n      parent: {reference: folder, optional: true}",
)  # fmt: skip

CODES = (
    NOT_PUBLISHED, NOT_CONSUMED, WRONG_TRIGGER, NOT_CONFIGURED, INCOMPLETE_ENTITY, ROLE_NOT_USED,
    NOT_YET, NOT_USED, NO_EFFECT, SECOND_PROVIDER, REFERENCE_CYCLE,
)  # fmt: skip
