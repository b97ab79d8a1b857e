"""What lies on this machine, shared with other IMA skills: preferences, logs, the knowledge skill."""
