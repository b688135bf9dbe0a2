"""The map: geometry, tiles, layers as arrays, a Qt canvas, exported pages."""
