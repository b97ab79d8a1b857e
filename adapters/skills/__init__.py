"""Two ready skills for agents, and what their published entry points are made of."""
