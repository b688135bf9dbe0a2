"""Item models with changed rows only, how their rows are drawn, dragged and filtered."""
