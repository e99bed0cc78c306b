"""What is wrong with a diagram, as findings with an element, a sentence and often a remedy."""
