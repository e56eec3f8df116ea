"""Catalogues of papers: one module for each API, dump or bibliography format, with a `SOURCE`.

Each tells its files by their content and gives the same entry for the same paper as all others do;
docs/SOURCES.md has the table of them.
"""
