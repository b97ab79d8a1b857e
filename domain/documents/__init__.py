"""What the package prints and answers as JSON: the shapes, the values made into them, and the schemas made from them."""
