"""Indicators, percentiles, hot spots."""
