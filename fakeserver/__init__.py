"""The vendor, faked. Imports nothing of domain, ports or adapters, so that it can judge them."""
