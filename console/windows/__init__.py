"""Whole windows: desk, wall, replay."""
