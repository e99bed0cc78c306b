"""The manual that people read in the product: one Markdown file a page and language, in the order of PAGES.

    id/work.md, en/work.md      the same page in two languages: same headings' anchors, same pictures
    id/pictures/inbox.avif      what the pages show (`make screenshots` takes them from the demo)

A page begins with its title (#) and its lead. Each further heading says its anchor, which is the same in both
languages: `## Mengambil tugas {#claim}`. Links name files: `[…](decide.md#return)`. Bold words are what the
product itself says, letter by letter: a test looks them up in the catalogues.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
#: Pages in reading order: for everybody, then for each reader, then what is looked up.
PAGES = (
    "begin",
    "login",
    "work",
    "decide",
    "supervise",
    "revise",
    "import",
    "diagram",
    "audit",
    "administer",
    "operate",
    "accessibility",
)
