"""Operations as use cases: the statements that load, check, change, commit and return."""
