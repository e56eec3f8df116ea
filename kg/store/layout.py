"""The tables of a store, and the steps from each version of them to the next."""

from __future__ import annotations

APPLICATION_ID = 0x70616B67  # "pakg", so that `file` and we know one
"""https://www.sqlite.org/pragma.html#pragma_application_id"""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE addition (
            number INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            inputs TEXT NOT NULL,
            skipped INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE entry (
            number INTEGER PRIMARY KEY,
            digest BLOB NOT NULL UNIQUE,
            path TEXT NOT NULL,
            member TEXT NOT NULL,
            record TEXT NOT NULL,
            addition INTEGER NOT NULL REFERENCES addition
        ) STRICT
        """,
        """
        CREATE TABLE sign (
            sign TEXT NOT NULL,
            entry INTEGER NOT NULL REFERENCES entry,
            PRIMARY KEY (sign, entry)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX sign_of_entry ON sign (entry)",
        """
        CREATE TABLE extraction (
            text BLOB NOT NULL,
            extractor TEXT NOT NULL,
            record BLOB NOT NULL,
            UNIQUE (text, extractor)
        ) STRICT
        """,
        """
        CREATE TABLE correction (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            record TEXT NOT NULL
        ) STRICT
        """,
        "CREATE TABLE config (text TEXT NOT NULL) STRICT",
    ),
)
"""The statements that lead to version 1, to version 2 ...; an empty file is version 0."""
