"""The command line `ima`: JSON alone on stdout where it is asked for, everything for people beside it."""
