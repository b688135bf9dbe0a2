"""The map of a window: the canvas fed from the session, its cards, tools and drops."""
