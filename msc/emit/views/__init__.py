"""One package per blueprint: the system as that blueprint's templates need it."""
