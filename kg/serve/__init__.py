"""One graph on the web, read only: what is asked (SPARQL), looked at and linked to.

run, app       a server from its first line to its last; its paths and what guards them
holding        the graph that is served, and the next one
pool, nursery, worker  queries in processes that can be killed
sparql, service  the SPARQL 1.1 protocol, and what the endpoint says of itself
shown, routes  pages, data, explorer, API and editor, made of an index of the graph
"""
