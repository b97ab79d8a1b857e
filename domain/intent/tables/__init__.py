"""The words that are understood, as data: a new model or phrase is a line in one of these tables.

In a `row`, words stand between spaces; a word of several parts is joined by `_` and is also heard without the gap
("nano_banana" is "nano banana", "nano-banana" and "nanobanana").
"""
