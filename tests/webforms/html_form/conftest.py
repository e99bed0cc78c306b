from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.journeys.browsing import Browsers


@pytest.fixture(scope="module")
def browser(browsers: Browsers) -> Browser:
    """The one that draws now."""
    return browsers.now
