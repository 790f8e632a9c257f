"""Answers that several commands give."""

LINK_FIRST = "Please link your account first: create a code on the website and send /start CODE."
TRY_LATER = "This does not work at the moment. Please try again in a minute."
