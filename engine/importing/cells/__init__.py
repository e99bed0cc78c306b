"""Cells out of files: Word, Excel, CSV and HTML, with the symbols and arrows drawn over them."""
