"""One module or package per blueprint: the system as finished target text."""
