"""One graph over HTTP, read only: queries in processes that can be killed, the SPARQL protocol."""
