"""Where commands go: handlers, the open and the sealed desk, the outbox."""
