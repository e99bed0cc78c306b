"""Browsers that Playwright can't drive as they are installed: Firefox, by Marionette."""
