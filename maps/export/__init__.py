"""The map outside the program: self-contained web pages."""
