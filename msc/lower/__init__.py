"""System -> Program: every name allotted, every expression and operation compiled once."""
