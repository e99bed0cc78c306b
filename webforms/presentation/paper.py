"""The office's paper, as a browser asks for it before it prints."""

from __future__ import annotations

from engine.documents.sheet_profile import OFFICIAL, Paper


def style_of(paper: Paper) -> str:
    """CSS for paper that is not what print.css has: of all pages, upright, and of the SOP sheet."""
    if (paper.size, paper.lying) == (OFFICIAL.paper.size, OFFICIAL.paper.lying):
        return ""
    upright = f"{min(paper.size):g}mm {max(paper.size):g}mm"
    sheet = f"{paper.width:g}mm {paper.height:g}mm"
    return f"@page {{ size: {upright} }}\n@page sheet {{ size: {sheet} }}\n"
