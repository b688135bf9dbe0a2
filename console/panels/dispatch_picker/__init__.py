"""Whom to send: the picker of an incident's members and departments, and its rows."""
