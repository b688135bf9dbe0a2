"""Words, colours, symbols, icons, category tree and calendar: data only."""
