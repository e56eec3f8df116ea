"""What catalogues answer, kept raw, byte for byte, so that a later version can read it again.

request   one request: where, what, under which name the answer is kept
plans     one for each source: a generator that yields requests and is sent the answers' files
hosts     when a host may be asked again: its pace, its limits, its wish for a pause
client    one request sent, with conditions, redirects, limits and another try
manifest  what is there already, and by which tags it is asked for again
run       fetch(plan, settings) -> Fetched
"""
