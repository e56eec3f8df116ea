"""From the names of all papers to things: one thing, one node."""
