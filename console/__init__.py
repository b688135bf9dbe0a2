"""The program itself: windows, lanes, command line and the composition root."""
