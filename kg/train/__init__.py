"""Fitting the models of the learned extractor to annotated papers."""
