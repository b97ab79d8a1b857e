"""What happens to a generation between its intent and its files, decided by pure functions."""
