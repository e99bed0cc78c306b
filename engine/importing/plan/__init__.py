"""Rows understood as a definition: who does what, what decides, where it leads; then drawn."""
