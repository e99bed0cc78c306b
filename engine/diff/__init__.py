"""What changed from one diagram to another, as sentences."""
