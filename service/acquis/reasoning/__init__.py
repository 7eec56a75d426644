"""What follows from the asserted triples, and what contradicts them."""
