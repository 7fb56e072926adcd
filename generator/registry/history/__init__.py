"""Git: which commit the register stands at, what it was at another, and what a change has caused."""
