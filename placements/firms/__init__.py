"""What firms do where people count on them: an opening that somebody has said yes to."""
