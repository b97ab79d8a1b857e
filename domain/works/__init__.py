"""Works of several media: planned and priced as a whole before a point is spent, then ordered step by step."""
