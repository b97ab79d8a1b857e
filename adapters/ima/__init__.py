"""The vendor's HTTP. Its JSON keys are known to the `*_wire` modules and to `envelope` alone."""
