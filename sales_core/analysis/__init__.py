"""What is found in answers by looking at them again: steps of a price, classes and curves. Nothing is asked here."""
