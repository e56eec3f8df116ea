"""What people decided by hand, applied to what was extracted: the last word is theirs.

correction  the record: merge, split, retype, alias, apart, drop, confirm, measure, remove
file        a list of them as YAML, to share and to review
things      merge, split, retype, alias and apart, on the resolved things
edges       drop and confirm, on the facts of the papers
numbers     drop, confirm and measure, on the numbers that the papers report
correct     all of it: extractions + corrections -> extractions, things, what took effect
"""
