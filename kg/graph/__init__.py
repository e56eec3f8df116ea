"""The knowledge graph: its assembly, its RDF and networkx faces, its check."""
