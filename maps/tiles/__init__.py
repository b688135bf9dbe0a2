"""Base-map tile sources and their cache."""
