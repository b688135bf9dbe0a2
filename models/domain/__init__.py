"""The field's terms and rules; imports nothing but the standard library."""
