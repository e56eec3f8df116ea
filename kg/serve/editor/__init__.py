"""The page that asks a served graph in SPARQL: Yasgui, bundled (web/), and what it offers."""
