"""The store: every entry ever read, what was extracted from it, and what was decided by hand.

    layout     the tables, and the steps from one version of them to the next
    file       papers.kg: opened, locked, migrated, backed up
    entries    entries in and out, and which of them a new one touches
    extractions  what was read in a text, kept under the text's hash and the extractor's
    corrections  the list of decisions
    add        inputs -> entries, new texts -> extractions, all of it or nothing
    build      the store -> the graph, the same bytes as from all inputs at once
    status, verify, news  what is in it, whether it is sound, what came since a day
    config, update, watch  which feeds are fetched and what is followed; a folder that is watched

The graph is a function of the entries and the corrections alone: no order of adding changes it.
"""
