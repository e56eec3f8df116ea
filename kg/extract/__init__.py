"""From one paper's text to mentions, facts and results; pure functions of the paper."""
