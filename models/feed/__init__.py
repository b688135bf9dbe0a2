"""From a source of facts to frames: clock, timeline, tracks, player."""
