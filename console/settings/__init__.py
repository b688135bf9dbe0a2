"""What a user chose, and how it looks: settings, themes, icons."""
