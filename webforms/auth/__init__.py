"""Who is asking: the login behind a browser, and which browser it is."""
