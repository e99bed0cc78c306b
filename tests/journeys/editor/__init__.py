"""Definitions are drawn, kept, tried and revised in the editor."""
