"""Rejections by the domain, each with its message for the caller."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the domain, with the error that a violation of it is."""

    name: str
    code: str
    message: str
    status: int


class RuleViolation(Exception):
    """A rule does not hold."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule.message)
        self.rule = rule


class IllegalTransition(Exception):
    """A row is in a state that the transition does not start from."""

    def __init__(self, transition: str, state: str) -> None:
        super().__init__(f"`{transition}` is not possible from `{state}`")
        self.transition = transition
        self.state = state
