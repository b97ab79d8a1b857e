"""The commands of `ima`, one file each: options, what the help says, and what is done."""
