"""The learned extractor: candidates by rules, decided by linear models that `kg train` fits."""
