"""Item models: rows of the session for Qt's views; only changed rows are told."""
