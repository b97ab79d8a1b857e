"""The boundary: what the inside needs of the world (driven), what a front end may ask (driving), and the runner between."""
