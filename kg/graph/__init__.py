"""The knowledge graph: assembled from extractions, with its RDF and networkx faces and its check."""
