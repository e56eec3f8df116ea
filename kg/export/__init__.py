"""Products: one module for each format, and the one table of them."""
