"""Browsers as they are installed, which Playwright can't drive: Firefox by Marionette, WebKit and Chromium by
drivers of their own."""
