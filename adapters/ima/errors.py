"""What a decoder says to bytes that mean nothing. Law: any bytes decode or raise `MalformedReply`, nothing else."""


class MalformedReply(Exception):
    """The vendor's answer can't be read. Holds nothing of the answer: it may quote the prompt."""
