"""Names of drawn shapes in office files → symbols of an SOP."""

from __future__ import annotations

from engine.importing.cells.words import plain

_SYMBOLS = {
    "decision": ("flowChartDecision", "diamond", "flowChartSort", "#_x0000_t110", "#_x0000_t4"),
    "capsule": (
        "flowChartTerminator", "ellipse", "roundRect", "flowChartConnector", "flowChartAlternateProcess",
        "oval", "roundrect", "#_x0000_t116", "#_x0000_t176", "#_x0000_t120", "#_x0000_t3",
    ),
    "task": (
        "flowChartProcess", "rect", "flowChartPredefinedProcess", "flowChartDocument",
        "flowChartInputOutput", "flowChartMultidocument", "flowChartManualOperation",
        "#_x0000_t109", "#_x0000_t112", "#_x0000_t114",
    ),
    "connector": (
        "flowChartOffpageConnector", "homePlate", "pentagon", "#_x0000_t177", "#_x0000_t15", "#_x0000_t56",
    ),
}  # fmt: skip
_SYMBOL_OF = {name: symbol for symbol, names in _SYMBOLS.items() for name in names}


def symbol_of(shape: str) -> str:
    """Empty for arrows, lines, pictures and text boxes."""
    return _SYMBOL_OF.get(shape, "")


def begins_or_ends(symbol: str, words: str) -> str:
    """A capsule in which "Mulai" or "Selesai" stands is one of the two."""
    if symbol != "capsule":
        return symbol
    return {"mulai": "start", "start": "start", "selesai": "end", "end": "end"}.get(plain(words), symbol)
