"""What a pair is worth: given scores, or the project's own criteria."""
