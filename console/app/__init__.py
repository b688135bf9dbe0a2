"""The composition root: it alone knows everybody and puts them together."""
