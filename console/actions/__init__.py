"""Everything a person can do: the catalogue, the rules asked first, the acts themselves."""
