from kg.model import Fact
def concepts(document, facts, start): return []
