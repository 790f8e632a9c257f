"""One module or package per blueprint: the system as finished pieces of target text."""
