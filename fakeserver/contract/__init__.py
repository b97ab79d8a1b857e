"""What we say of the vendor, as checks that run against any server and tell where it differs from the fake.

It stands beside the fake, not among the client's adapters, and shares nothing with the client: a mistake that the client
makes can't hide in the suite that looks for it.
"""
