"""The steps between a fresh checkout and a running program; standard library only."""
