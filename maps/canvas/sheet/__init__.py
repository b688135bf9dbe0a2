"""A map on paper: title, legend, scale and frame around it, as vectors."""
