"""The JSON API: what it answers (models), how answers are made of records, and its routes."""
