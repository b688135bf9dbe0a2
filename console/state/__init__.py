"""What the windows show, held once: the session, pending acts, the selection."""
