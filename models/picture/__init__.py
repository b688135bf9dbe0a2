"""Everything known at one `seq`, and the fold that makes it from facts."""
