"""One file a layer: how it is painted, in one pass, from the arrays of a scene."""
