"""The two lanes: the only place in the house where threads are started."""
