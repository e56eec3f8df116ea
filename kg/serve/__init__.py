"""A graph on the web: what is looked at, asked and linked to."""
