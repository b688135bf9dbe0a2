"""Where things are: cells at a point, nearest members, datums, roads."""
