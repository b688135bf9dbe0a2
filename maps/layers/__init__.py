"""What to draw, as plain arrays; knows the picture, not the toolkit."""
