"""Plugins of pytest: which tests there are and in which order, and what they cost."""
