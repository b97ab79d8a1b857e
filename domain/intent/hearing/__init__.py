"""How an utterance is understood, step by step: folded, read into words, cut into clauses, judged by shape. See `wording`."""
