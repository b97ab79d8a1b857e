"""What the fake vendor sells: product lists, their forms, prices and labels."""
