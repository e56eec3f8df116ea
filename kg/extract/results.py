def results(document, facts, lexicon): return ()
