"""The decisions: values and pure functions. Imports attrs and the pure parts of the standard library, nothing else."""
