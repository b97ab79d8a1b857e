"""What is to happen on purpose: faults, scenarios, and recordings of them."""
