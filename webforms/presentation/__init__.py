"""How facts of the engine are put into the reader's words, for all pages alike."""
