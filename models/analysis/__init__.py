"""What the centre's numbers say: indicators, and classes for them."""
