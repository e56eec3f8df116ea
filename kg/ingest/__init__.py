"""Readers: one module for each source format, and the one table of them.

    inputs    what the user names -> files, each with a listing name
    feed      a file -> unpacked bytes, with the first of them at hand
    text      bytes -> characters and numbered lines
    sources   SOURCES: which format a file has, told by its first bytes
    page      a copied Daily Papers page      -> entries  (page_lines, page_entries, page_years)
    json_lines, json_document, delimited, parquet -> records -> table, row -> entries
    merge     entries -> papers, one for each paper however many listings hold it
    read      all of it: read(inputs) -> Reading

A new format is a module with a `SOURCE` and a line in `sources.SOURCES`.
"""
