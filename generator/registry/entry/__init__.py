"""Records on their way in: forms of the next lawful one, typed fields, and files whose form is mended."""
