"""A fictional district, its day, and its members in the field."""
