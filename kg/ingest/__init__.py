"""Readers: one module for each source format, and the one table of them."""
