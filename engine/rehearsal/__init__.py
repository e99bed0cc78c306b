"""Uji coba: a version played with its real forms, led to any step with sample answers; nothing is stored."""
