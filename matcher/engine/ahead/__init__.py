"""Those who come later: futures, what waiting is worth, and places held back."""
