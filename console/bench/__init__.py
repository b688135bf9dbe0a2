"""Benchmarks: each measures one promise, in its own temporary home, bounded in time."""
