"""Foreign formats to commands and fixes, pure."""
