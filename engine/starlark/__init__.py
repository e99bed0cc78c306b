"""Conditions and scripts of a diagram: read, bounded, and computed where they can do no harm."""
