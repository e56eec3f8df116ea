"""SPARQL over a graph: the engine, the saved queries, the tables."""
