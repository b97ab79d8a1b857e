"""Messengers: how news reach a chat or another program. The one for terminals belongs to the command line."""
