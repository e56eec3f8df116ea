"""How good a graph is, measured against annotated papers."""
