"""Who people are: registration, log-in, proofs of addresses and chats."""
