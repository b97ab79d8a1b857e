"""The fake vendor itself: its world, what it checks, what it answers. No HTTP here."""
