"""What is ordered and what it costs: from the live list, exactly, or not at all."""
