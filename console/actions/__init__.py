"""Every act a person can do, in one catalogue, with its words, key and capability."""
