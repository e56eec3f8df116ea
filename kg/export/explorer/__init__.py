"""graph.html: the whole graph as one page that works offline."""
