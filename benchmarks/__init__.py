"""How fast the register is: a corpus of any size, and the same work done by other tools in the same run."""
