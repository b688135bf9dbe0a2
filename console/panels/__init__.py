"""The panels a window is made of; each reads the session and emits intents."""
