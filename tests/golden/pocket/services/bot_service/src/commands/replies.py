"""Replies that several commands share."""

LINK_FIRST = "Please link your account first: create a code on the website and send /start CODE."
ALONE_ONLY = "Please talk to me in a chat of our own: others would read the answers here."
MORE = "There are more of them; these are the first."
TRY_LATER = "This does not work right now. Please try again in a minute."
