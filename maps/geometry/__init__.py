"""Projection, viewport and boundary files; no toolkit, no store."""
