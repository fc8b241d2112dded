"""The way to the best answer: prices and a bound, rounding, and proof."""
