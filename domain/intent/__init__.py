"""What people say, made into what is wished for."""
