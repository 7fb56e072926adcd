"""Git: which commit the register stands at."""
